// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.DigestAlgorithm;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipParser;

/** The least that a phone needs: a UDP socket and the memory of a dialog lies with the test. */
final class Phone implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(3);
    static final Duration NEVER = Duration.ofMillis(150);

    final String user;
    final DatagramSocket socket;
    private int branches;

    Phone(String user) throws IOException {
        this.user = user;
        this.socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    String contact() {
        return "<sip:" + user + "@127.0.0.1:" + socket.getLocalPort() + ">";
    }

    SipMessage request(String method, String uri, String callId, int cseq) {
        return SipMessage.request(method, uri)
                .plus(
                        "Via",
                        "SIP/2.0/UDP 127.0.0.1:"
                                + socket.getLocalPort()
                                + ";rport;branch="
                                + "z9hG4bK"
                                + user
                                + branches++)
                .plus("Max-Forwards", "70")
                .plus("From", "<sip:" + user + "@lab>;tag=" + user)
                .plus("To", "<" + (method.equals("REGISTER") ? "sip:" + user + "@lab" : uri) + ">")
                .plus("Call-ID", callId)
                .plus("CSeq", cseq + " " + method);
    }

    SipMessage register(int cseq, int expires) {
        return request("REGISTER", "sip:lab", "reg-" + user, cseq)
                .plus("Contact", contact())
                .plus("Expires", "" + expires);
    }

    SipMessage invite(String number, String callId) {
        return request("INVITE", "sip:" + number + "@lab", callId, 1)
                .plus("Contact", contact())
                .withBody("application/sdp", "v=0\r\nm=audio 5000 RTP/AVP 8 0\r\n");
    }

    /** A request in the dialog that this response confirmed. */
    SipMessage inDialog(SipMessage ok, String method, int cseq) {
        SipMessage request =
                request(method, ok.contacts().get(0).uri(), ok.callId(), cseq)
                        .with("To", ok.first("To").orElseThrow());
        List<String> routes = new ArrayList<>(ok.list("Record-Route"));
        Collections.reverse(routes);
        return request.withAll("Route", routes);
    }

    /** A response of this phone, with its tag and Contact. */
    SipMessage response(SipMessage request, int code) {
        return SipMessage.response(request, code).withToTag("t" + user).plus("Contact", contact());
    }

    void send(PocketServer server, SipMessage message) throws IOException {
        byte[] bytes = message.encode();
        socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
    }

    SipMessage ask(PocketServer server, SipMessage message) throws Exception {
        send(server, message);
        return receive();
    }

    SipMessage receive() throws Exception {
        return receive(SOON).orElseThrow(() -> new AssertionError(user + " received nothing"));
    }

    /** The next message that is no 100. */
    Optional<SipMessage> receive(Duration limit) throws Exception {
        DatagramPacket packet =
                new DatagramPacket(new byte[SipParser.MAX_BYTES], SipParser.MAX_BYTES);
        socket.setSoTimeout((int) limit.toMillis());
        SipMessage message;
        do {
            packet.setLength(SipParser.MAX_BYTES);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
            message = SipParser.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
        } while (message.code() == 100);
        return Optional.of(message);
    }

    /** The next message, which must be a request of that method or a response of that code. */
    SipMessage expect(Object methodOrCode) throws Exception {
        SipMessage message = receive();
        Object found = message.isRequest() ? message.method() : message.code();
        if (!found.equals(methodOrCode)) {
            throw new AssertionError(user + " expected " + methodOrCode + ", got " + message);
        }
        return message;
    }

    /** The request again with credentials for a challenge, RFC 7616 computed by hand. */
    SipMessage authorized(SipMessage request, SipMessage challenge, String password, int nc) {
        boolean www = challenge.code() == 401;
        String asked =
                challenge.first(www ? "WWW-Authenticate" : "Proxy-Authenticate").orElseThrow();
        String nonce = field(asked, "nonce=\"", "\"");
        String algorithm = field(asked, "algorithm=", ",");
        DigestAlgorithm hash =
                algorithm.equals("MD5") ? DigestAlgorithm.MD5 : DigestAlgorithm.SHA_256;
        String count = String.format("%08x", nc);
        String response =
                hash.hex(
                        hash.hex(user + ":lab:" + password)
                                + ":"
                                + nonce
                                + ":"
                                + count
                                + ":abc:auth:"
                                + hash.hex(request.method() + ":" + request.uri()));
        String credentials =
                "Digest username=\""
                        + user
                        + "\", realm=\"lab\", nonce=\""
                        + nonce
                        + "\", uri=\""
                        + request.uri()
                        + "\", algorithm="
                        + algorithm
                        + ", qop=auth, nc="
                        + count
                        + ", cnonce=\"abc\", response=\""
                        + response
                        + "\"";
        return next(request).with(www ? "Authorization" : "Proxy-Authorization", credentials);
    }

    /** The request with the next CSeq and a branch of its own. */
    SipMessage next(SipMessage request) {
        String cseq = (request.cseq().number() + 1) + " " + request.method();
        return request.with("CSeq", cseq)
                .withTopVia(via -> via.with("branch", "z9hG4bK" + user + branches++));
    }

    private static String field(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    @Override
    public void close() {
        socket.close();
    }
}
