// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.sip.SipMessage;

/** What a stranger or a broken server may send: it is counted, and the line serves on. */
public class FanvilHostileIT {
    @Rule public final TwoServers servers = new TwoServers();

    private PhoneProcess phone;
    private InetSocketAddress place;

    private void start(FanvilFile file) throws Exception {
        phone = servers.phoneOnPrimary(file);
        place = primary().received("REGISTER").get(0).remote();
    }

    private PocketServer primary() {
        return servers.primary();
    }

    private void send(byte[] bytes) {
        primary().send(place, bytes);
    }

    private void assertStillServes() throws Exception {
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_primary");
        assertThat(servers.counted("internal_errors")).isZero();
        assertThat(servers.backup().received()).isEmpty();
    }

    private void awaitCounted(String event, long least) {
        until(event + " is counted", () -> servers.counted(event) >= least);
    }

    @Test
    public void garbageFromTheServerAndFromAStranger() throws Exception {
        start(servers.file());
        byte[] noise = new byte[400];
        new Random(7).nextBytes(noise);
        send(noise);
        send("REGISTER without end".getBytes(StandardCharsets.UTF_8));
        send("SIP/2.0 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        primary().sendFromElsewhere(place, noise);
        until("four are counted", () -> dropped() >= 4);
        assertStillServes();
    }

    private long dropped() throws Exception {
        return servers.counted("dropped_garbage")
                + servers.counted("dropped_datagram_that_is_not_sip");
    }

    @Test
    public void aDatagramAsLargeAsTheyComeIsKeptInPart() throws Exception {
        start(servers.file());
        send(options().plus("X-Long", "x".repeat(60_000)).encode());
        until("it is in the trace", () -> hasCutMessage());
        assertStillServes();
    }

    private boolean hasCutMessage() throws Exception {
        return phone.trace().stream().anyMatch(line -> line.text().endsWith(" bytes in all]"));
    }

    @Test
    public void aHeaderWithoutEndOverTcpCostsTheConnectionOnly() throws Exception {
        start(servers.file().set("Transport", 1));
        byte[] flood = options().plus("X-Long", "x".repeat(20_000)).encode();
        primary().send("100", flood);
        awaitCounted("dropped_header_block_over_16_kib", 1);
        // The line asks at once whether its server is still there.
        until("a REGISTER", () -> !servers.sends("REGISTER", primary()).isEmpty());
        phone.awaitState("on_primary", SOON);
        assertStillServes();
    }

    @Test
    public void duplicateHeadersThatMustBeSingle() throws Exception {
        start(servers.file());
        send(options().plus("Call-ID", "another@lab").encode());
        send(answerToNobody().plus("CSeq", "9 INVITE").encode());
        awaitCounted("dropped_duplicate_header", 1);
        assertStillServes();
    }

    @Test
    public void a200ForNobody() throws Exception {
        start(servers.file());
        send(answerToNobody().encode());
        send(answerToNobody().with("CSeq", "1 INVITE").encode());
        awaitCounted("dropped_no_transaction", 2);
        assertStillServes();
    }

    @Test
    public void aByeAndACancelForNobody() throws Exception {
        start(servers.file());
        send(request("BYE").encode());
        send(request("CANCEL").encode());
        primary().awaitReceived("481", message -> message.code() == 481, 2, SOON);
        assertStillServes();
    }

    private SipMessage options() {
        return request("OPTIONS");
    }

    private SipMessage request(String method) {
        return SipMessage.request(method, "sip:100@127.0.0.1")
                .plus("Via", "SIP/2.0/UDP " + here() + ";rport;branch=z9hG4bK" + method)
                .plus("Max-Forwards", "70")
                .plus("From", "<sip:mallory@127.0.0.1>;tag=m1")
                .plus("To", "<sip:100@127.0.0.1>;tag=unknown")
                .plus("Call-ID", method + "@lab")
                .plus("CSeq", "1 " + method);
    }

    private SipMessage answerToNobody() {
        return SipMessage.response(
                        request("REGISTER")
                                .with("Via", "SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKnobody"),
                        200)
                .plus("Contact", "<sip:100@192.0.2.66>;expires=1");
    }

    private String here() {
        return "127.0.0.1:" + primary().port();
    }
}
