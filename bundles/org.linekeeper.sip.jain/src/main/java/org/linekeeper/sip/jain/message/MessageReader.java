// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes to messages. JAIN-SIP's parser lets a lot pass, a version 7.0 and two Call-IDs among it, so
 * everything that the rest relies on is checked here first.
 */
public final class MessageReader {
    private static final int MAX_HEADERS = 256;
    private static final Pattern REQUEST =
            Pattern.compile(
                    "([A-Za-z0-9.!%*_+`'~-]{1,32}) ([^ ]{1,2048}) (SIP/[0-9]{1,9}\\.[0-9]{1,9})");
    private static final Pattern RESPONSE =
            Pattern.compile("SIP/2\\.0 ([1-6][0-9]{2})(?: (.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z0-9.!%*_+`'~-]{1,64})[ \\t]*:(.*)", Pattern.DOTALL);

    /** Headers that RFC 3261 section 7.3.1 lets stand once, and that something here relies on. */
    private static final Set<String> SINGLE =
            Set.of(
                    "from",
                    "to",
                    "call-id",
                    "cseq",
                    "max-forwards",
                    "content-length",
                    "content-type",
                    "expires",
                    "min-expires",
                    "event",
                    "session-expires",
                    "retry-after");

    private MessageReader() {}

    /**
     * Reads one whole message.
     *
     * @param bytes a datagram, or a message cut out of a stream
     * @param stream whether the body's length must be said
     */
    public static Reading read(byte[] bytes, boolean stream) {
        int end = endOfHead(bytes);
        if (end < 0) {
            return new Reading.Dropped("dropped_garbage");
        }
        String head = new String(bytes, 0, end, StandardCharsets.UTF_8);
        List<String> lines = unfolded(head);
        if (lines.isEmpty() || lines.size() > MAX_HEADERS) {
            return new Reading.Dropped("dropped_garbage");
        }
        List<Header> headers = new ArrayList<>();
        boolean strange = false;
        for (String line : lines.subList(1, lines.size())) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                headers.add(new Header(field.group(1), field.group(2).trim()));
            } else {
                strange = true;
            }
        }
        if (hasDuplicates(headers)) {
            return new Reading.Dropped("dropped_duplicate_header");
        }
        Optional<byte[]> body = body(bytes, end, headers, stream);
        if (body.isEmpty()) {
            return new Reading.Dropped("dropped_length");
        }
        Optional<SipMessage.Parts> parts = parts(headers);
        if (parts.isEmpty()) {
            return new Reading.Dropped("dropped_garbage");
        }
        Matcher response = RESPONSE.matcher(lines.get(0));
        return response.matches()
                ? response(response, headers, parts.get(), body.get(), strange)
                : request(lines.get(0), headers, parts.get(), body.get(), strange);
    }

    private static Reading response(
            Matcher line,
            List<Header> headers,
            SipMessage.Parts parts,
            byte[] body,
            boolean strange) {
        if (strange) {
            return new Reading.Dropped("dropped_garbage");
        }
        String reason = Optional.ofNullable(line.group(2)).orElse("").trim();
        int code = Integer.parseInt(line.group(1));
        return new Reading.Understood(new SipResponse(code, reason, headers, parts, body));
    }

    private static Reading request(
            String line,
            List<Header> headers,
            SipMessage.Parts parts,
            byte[] body,
            boolean strange) {
        Matcher form = REQUEST.matcher(line);
        if (!form.matches()) {
            return line.contains(" SIP/") && !line.startsWith("SIP/")
                    ? refused(line, parts, headers, 400, "Bad Request-Line")
                    : new Reading.Dropped("dropped_garbage");
        }
        if (!form.group(3).equalsIgnoreCase("SIP/2.0")) {
            return refused(line, parts, headers, 505, "Version Not Supported");
        }
        Optional<Uri> uri = Uri.parse(form.group(2));
        if (uri.isEmpty() || form.group(2).startsWith("<")) {
            return refused(line, parts, headers, 400, "Bad Request-URI");
        }
        String method = form.group(1);
        SipRequest request = new SipRequest(method, uri.get(), headers, parts, body);
        return fault(request, strange)
                .<Reading>map(reason -> new Reading.Refused(request, 400, reason))
                .orElseGet(() -> new Reading.Understood(request));
    }

    private static Optional<String> fault(SipRequest request, boolean strange) {
        if (strange) {
            return Optional.of("Bad Header");
        }
        if (!request.cseq().method().equals(request.method())) {
            return Optional.of("CSeq Method Mismatch");
        }
        if (request.header("Max-Forwards").filter(v -> !v.matches("\\d{1,9}")).isPresent()) {
            return Optional.of("Bad Max-Forwards");
        }
        if (!readable(request, "Contact") || !readable(request, "Record-Route")) {
            return Optional.of("Bad Contact or Record-Route");
        }
        boolean invite = request.is("INVITE");
        if (invite && request.addresses("Contact").size() != 1) {
            return Optional.of("INVITE Needs One Contact");
        }
        return request.hasBody() && request.header("Content-Type").isEmpty()
                ? Optional.of("Missing Content-Type")
                : Optional.empty();
    }

    private static boolean readable(SipRequest request, String name) {
        return NameAddress.parseAll(name, request.headers(name)).isPresent();
    }

    private static Reading refused(
            String line, SipMessage.Parts parts, List<Header> headers, int code, String reason) {
        String method = line.split("[ \\t]", 2)[0];
        if (method.equals("ACK")) {
            return new Reading.Dropped("dropped_garbage");
        }
        Uri none = new Uri("sip", "", "", 0, java.util.Map.of(), "");
        SipRequest request = new SipRequest(method, none, headers, parts, new byte[0]);
        return new Reading.Refused(request, code, reason);
    }

    private static Optional<SipMessage.Parts> parts(List<Header> headers) {
        Optional<String> callId = value(headers, "call-id").filter(v -> v.matches("\\S{1,512}"));
        Optional<CSeq> cseq = value(headers, "cseq").flatMap(CSeq::parse);
        Optional<NameAddress> from = address(headers, "from");
        Optional<NameAddress> to = address(headers, "to");
        List<String> viaValues =
                headers.stream().filter(h -> h.is("via")).map(Header::value).toList();
        Optional<List<Via>> vias = JainSyntax.vias(viaValues).filter(list -> !list.isEmpty());
        if (callId.isEmpty()
                || cseq.isEmpty()
                || from.isEmpty()
                || to.isEmpty()
                || vias.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SipMessage.Parts(
                        callId.get(), cseq.get(), from.get(), to.get(), List.copyOf(vias.get())));
    }

    private static Optional<String> value(List<Header> headers, String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    private static Optional<NameAddress> address(List<Header> headers, String name) {
        return value(headers, name)
                .flatMap(value -> NameAddress.parseAll(name, List.of(value)))
                .filter(list -> list.size() == 1)
                .map(list -> list.get(0));
    }

    private static boolean hasDuplicates(List<Header> headers) {
        return SINGLE.stream()
                .anyMatch(name -> headers.stream().filter(h -> h.is(name)).count() > 1);
    }

    /** RFC 3261 section 18.3: a datagram may be longer than its message, never shorter. */
    private static Optional<byte[]> body(
            byte[] bytes, int end, List<Header> headers, boolean stream) {
        int there = bytes.length - end;
        Optional<String> said = value(headers, "content-length");
        if (said.isEmpty()) {
            return stream && there > 0
                    ? Optional.empty()
                    : Optional.of(Arrays.copyOfRange(bytes, end, bytes.length));
        }
        if (!said.get().matches("\\d{1,9}") || Integer.parseInt(said.get()) > there) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(bytes, end, end + Integer.parseInt(said.get())));
    }

    /** Where the body begins, behind the first empty line; -1 if there is none. */
    private static int endOfHead(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i + 2;
            }
            boolean crlf = i + 3 < bytes.length && bytes[i] == '\r' && bytes[i + 1] == '\n';
            if (crlf && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** Lines with their continuations (RFC 3261 section 7.3.1); no line break is left in them. */
    private static List<String> unfolded(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.split("\r\n|\n|\r")) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            if (continues && lines.size() > 1) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.trim());
            } else if (!line.isEmpty() || !lines.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
