// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.linekeeper.lab.sip.StartLine.RequestLine;
import org.linekeeper.lab.sip.StartLine.StatusLine;

/**
 * A SIP request or response: a start line, ordered header fields, a body. Immutable; the {@code
 * with…} methods give a changed copy. Header names are found whatever their case or compact form.
 */
public final class SipMessage {

    private static final byte[] NO_BODY = {};

    private final StartLine start;
    private final List<Header> headers;
    private final byte[] body;

    SipMessage(StartLine start, List<Header> headers, byte[] body) {
        this.start = start;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** A request with no header yet. */
    public static SipMessage request(String method, String uri) {
        return new SipMessage(new RequestLine(method, uri), List.of(), NO_BODY);
    }

    /**
     * A response with what RFC 3261 section 8.2.6.2 copies from its request: Via, From, To,
     * Call-ID, CSeq, and Record-Route where a dialog may come of it.
     */
    public static SipMessage response(SipMessage request, int code) {
        List<String> copied = new ArrayList<>(List.of("Via", "From", "To", "Call-ID", "CSeq"));
        if (code > 100 && code < 300) {
            copied.add("Record-Route");
        }
        List<Header> headers =
                request.headers.stream().filter(h -> copied.stream().anyMatch(h::is)).toList();
        return new SipMessage(new StatusLine(code, Reasons.of(code)), headers, NO_BODY);
    }

    public StartLine start() {
        return start;
    }

    public List<Header> headers() {
        return headers;
    }

    public boolean isRequest() {
        return start instanceof RequestLine;
    }

    /** The method of a request; of a response the method of its CSeq. */
    public String method() {
        return start instanceof RequestLine line ? line.method() : cseq().method();
    }

    /** The Request-URI; empty in a response. */
    public String uri() {
        return start instanceof RequestLine line ? line.uri() : "";
    }

    /** The status code; 0 in a request. */
    public int code() {
        return start instanceof StatusLine line ? line.code() : 0;
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        return fields(name).findFirst();
    }

    /** The values of all fields of that name, each as it was written. */
    public List<String> all(String name) {
        return fields(name).toList();
    }

    /** The elements of all fields of that name, lists of several in one field taken apart. */
    public List<String> list(String name) {
        return fields(name).flatMap(v -> Tokens.split(v, ',').stream()).toList();
    }

    private Stream<String> fields(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value);
    }

    public String callId() {
        return first("Call-ID").orElse("");
    }

    /** The CSeq; 0 and no method when there is none. */
    public CSeq cseq() {
        return first("CSeq").flatMap(CSeq::parse).orElse(new CSeq(0, ""));
    }

    public NameAddress from() {
        return NameAddress.parse(first("From").orElse(""));
    }

    public NameAddress to() {
        return NameAddress.parse(first("To").orElse(""));
    }

    /** The topmost Via; empty when there is none or it cannot be read. */
    public Optional<Via> topVia() {
        return list("Via").stream().findFirst().flatMap(Via::parse);
    }

    /** The elements of the Contact fields; {@code *} comes as a name-address with that URI. */
    public List<NameAddress> contacts() {
        return list("Contact").stream().map(NameAddress::parse).toList();
    }

    /** A field whose value is a number of seconds, such as Expires or Retry-After. */
    public Optional<Integer> seconds(String name) {
        return first(name).flatMap(Tokens::leadingNumber);
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** With one more field at the end. */
    public SipMessage plus(String name, String value) {
        List<Header> changed = new ArrayList<>(headers);
        changed.add(new Header(name, value));
        return new SipMessage(start, changed, body);
    }

    /** With one more field before all others. */
    public SipMessage plusOnTop(String name, String value) {
        List<Header> changed = new ArrayList<>(headers);
        changed.add(0, new Header(name, value));
        return new SipMessage(start, changed, body);
    }

    /** With this as the only field of that name, where the first one stood or else at the end. */
    public SipMessage with(String name, String value) {
        return withAll(name, List.of(value));
    }

    /** With these as the only fields of that name, where the first one stood or else at the end. */
    public SipMessage withAll(String name, List<String> values) {
        List<Header> changed = new ArrayList<>();
        List<Header> fresh = values.stream().map(v -> new Header(name, v)).toList();
        boolean placed = false;
        for (Header header : headers) {
            if (!header.is(name)) {
                changed.add(header);
            } else if (!placed) {
                changed.addAll(fresh);
                placed = true;
            }
        }
        if (!placed) {
            changed.addAll(fresh);
        }
        return new SipMessage(start, changed, body);
    }

    public SipMessage without(String name) {
        return withAll(name, List.of());
    }

    /** With the topmost Via changed; all others stay. */
    public SipMessage withTopVia(UnaryOperator<Via> change) {
        List<String> vias = new ArrayList<>(list("Via"));
        Optional<Via> top = topVia();
        if (top.isEmpty()) {
            return this;
        }
        vias.set(0, change.apply(top.get()).toString());
        return withAll("Via", vias);
    }

    /** With a tag on To unless it has one (RFC 3261 section 8.2.6.2). */
    public SipMessage withToTag(String tag) {
        return to().tag().isPresent() ? this : with("To", first("To").orElse("") + ";tag=" + tag);
    }

    /** With another Request-URI; a response stays as it is. */
    public SipMessage withUri(String uri) {
        return start instanceof RequestLine line
                ? new SipMessage(new RequestLine(line.method(), uri), headers, body)
                : this;
    }

    /** With a body and its Content-Type. */
    public SipMessage withBody(String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SipMessage(start, with("Content-Type", contentType).headers, bytes);
    }

    /** The bytes for the wire, with a Content-Length that is right. */
    public byte[] encode() {
        StringBuilder head = new StringBuilder(start.text()).append("\r\n");
        for (Header header : headers) {
            if (!header.is("Content-Length")) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Start line, Call-ID and CSeq, for logs and assertion messages. */
    @Override
    public String toString() {
        return start.text() + " [" + callId() + " " + first("CSeq").orElse("") + "]";
    }
}
