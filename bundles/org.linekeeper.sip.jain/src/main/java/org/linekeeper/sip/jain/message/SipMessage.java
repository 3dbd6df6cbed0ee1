// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A message from the wire whose mandatory headers were found to be well-formed. Immutable. */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
    private final List<Header> headers;
    private final Parts parts;
    private final byte[] body;

    SipMessage(List<Header> headers, Parts parts, byte[] body) {
        this.headers = List.copyOf(headers);
        this.parts = parts;
        this.body = body;
    }

    public String callId() {
        return parts.callId();
    }

    public CSeq cseq() {
        return parts.cseq();
    }

    public NameAddress from() {
        return parts.from();
    }

    public NameAddress to() {
        return parts.to();
    }

    /** At least one, the topmost first. */
    public List<Via> vias() {
        return parts.vias();
    }

    public Via topVia() {
        return parts.vias().get(0);
    }

    /** The first value of a header, whatever the case and form of its name. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** All fields of that name in order, each as it stands: one may hold several values. */
    public List<String> headers(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).toList();
    }

    /** All values of a header that is a list of tokens, such as Require. */
    public List<String> tokens(String name) {
        return headers(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::trim)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    /** All values of a header that is a list of addresses; what cannot be read counts as none. */
    public List<NameAddress> addresses(String name) {
        return NameAddress.parseAll(name, headers(name)).orElse(List.of());
    }

    /** A header that is a number at its beginning, such as Retry-After; empty if it is none. */
    public Optional<Integer> seconds(String name) {
        return header(name)
                .flatMap(value -> Stream.of(value.split("[^0-9]", 2)[0]).findFirst())
                .filter(digits -> !digits.isEmpty())
                .map(SipMessage::clamped);
    }

    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean hasBody() {
        return body.length > 0;
    }

    /** A number of seconds; one that is too large is as large as can be. */
    static int clamped(String digits) {
        return digits.length() > 10
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
    }

    /** What every message has (RFC 3261 section 8.1.1). */
    record Parts(String callId, CSeq cseq, NameAddress from, NameAddress to, List<Via> vias) {}
}
