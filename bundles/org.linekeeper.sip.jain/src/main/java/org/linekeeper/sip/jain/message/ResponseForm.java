// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A response to be sent (RFC 3261 section 8.2.6).
 *
 * @param code 100 to 699
 * @param reason the reason phrase
 * @param headers besides those that come from the request
 * @param contentType empty without a body
 * @param body empty = none
 */
public record ResponseForm(
        int code, String reason, List<Header> headers, String contentType, String body) {
    public ResponseForm {
        headers = List.copyOf(headers);
    }

    public static ResponseForm of(int code) {
        return of(code, Reasons.of(code));
    }

    public static ResponseForm of(int code, String reason) {
        return new ResponseForm(code, reason, List.of(), "", "");
    }

    public ResponseForm with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ResponseForm(code, reason, more, contentType, body);
    }

    public ResponseForm withSdp(String sdp) {
        return new ResponseForm(code, reason, headers, "application/sdp", sdp);
    }

    /**
     * The response as it goes back.
     *
     * @param request what is answered
     * @param toTag our tag, unless the request brought one; never with 100
     * @param source where the request came from, for received and rport (RFC 3581 section 4)
     */
    public byte[] toBytes(SipRequest request, String toTag, InetSocketAddress source) {
        List<String> vias = new ArrayList<>();
        request.vias().forEach(via -> vias.add(asReceived(via)));
        vias.set(0, told(request.topVia(), source));
        List<Header> all = new ArrayList<>();
        if (code > 100 && code < 300) {
            request.headers("Record-Route").forEach(v -> all.add(new Header("Record-Route", v)));
        }
        all.add(new Header("From", request.header("From").orElse("")));
        String to = request.header("To").orElse("");
        boolean tagged = code == 100 || !request.to().tag().isEmpty();
        all.add(new Header("To", tagged ? to : to + ";tag=" + toTag));
        all.add(new Header("Call-ID", request.callId()));
        all.add(new Header("CSeq", request.header("CSeq").orElse("")));
        all.addAll(headers);
        return Wording.bytes("SIP/2.0 " + code + " " + reason, vias, all, contentType, body);
    }

    private static String asReceived(Via via) {
        String received = via.received().isEmpty() ? "" : ";received=" + via.received();
        String rport = via.rport().isPresent() ? ";rport=" + via.rport().getAsInt() : "";
        return via.text() + received + rport;
    }

    private static String told(Via top, InetSocketAddress source) {
        String address = source.getAddress().getHostAddress();
        String plain = address.indexOf('%') < 0 ? address : address.split("%", 2)[0];
        String rport = top.asksRport() ? ";rport=" + source.getPort() : "";
        return top.text() + ";received=" + plain + rport;
    }
}
