// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request to be sent: everything but the Via, which each try gets anew.
 *
 * @param method for example REGISTER
 * @param uri the Request-URI
 * @param headers in order, without Via, Content-Type and Content-Length
 * @param contentType empty without a body
 * @param body empty = none
 */
public record RequestForm(
        String method, String uri, List<Header> headers, String contentType, String body) {
    public RequestForm {
        headers = List.copyOf(headers);
    }

    public static RequestForm of(String method, String uri) {
        return new RequestForm(method, uri, List.of(), "", "");
    }

    /** With one more header. */
    public RequestForm with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new RequestForm(method, uri, more, contentType, body);
    }

    /** With more headers. */
    public RequestForm with(List<Header> added) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(added);
        return new RequestForm(method, uri, more, contentType, body);
    }

    public RequestForm withSdp(String sdp) {
        return new RequestForm(method, uri, headers, "application/sdp", sdp);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** All headers of these names, in the order of the request. */
    public List<Header> only(String... names) {
        return headers.stream().filter(h -> List.of(names).stream().anyMatch(h::is)).toList();
    }

    /** The number in the CSeq. */
    public long cseq() {
        return header("CSeq").flatMap(CSeq::parse).map(CSeq::number).orElseThrow();
    }

    public byte[] toBytes(String via) {
        return Wording.bytes(
                method + " " + uri + " SIP/2.0", List.of(via), headers, contentType, body);
    }
}
