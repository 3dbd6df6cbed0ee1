// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.lab.sip.SipMessage;

final class FaultsTest {

    private PocketServer server;
    private Phone phone;

    @BeforeEach
    void start() throws Exception {
        server = PocketServer.start("primary");
        phone = new Phone("100");
    }

    @AfterEach
    void stop() {
        phone.close();
        server.close();
    }

    private SipMessage options(int cseq) {
        return phone.request("OPTIONS", "sip:lab", "o", cseq);
    }

    @Test
    void silentReadsAndAnswersNothing() throws Exception {
        server.silent();
        SipMessage options = options(1);
        phone.send(server, options);
        server.awaitReceived("OPTIONS", 1, Phone.SOON);
        assertThat(phone.receive(Phone.NEVER)).isEmpty();
        server.up();
        assertThat(phone.ask(server, options).code()).isEqualTo(200);
    }

    @Test
    void closedSocketsMakeTheKernelSayUnreachable() throws Exception {
        server.closeSockets();
        try (DatagramSocket connected = new DatagramSocket()) {
            connected.connect(server.address());
            connected.setSoTimeout(3_000);
            connected.send(new DatagramPacket(new byte[] {1}, 1));
            assertThatThrownBy(() -> connected.receive(new DatagramPacket(new byte[9], 9)))
                    .isInstanceOf(PortUnreachableException.class);
        }
        int port = server.port();
        server.up();
        assertThat(server.port()).isEqualTo(port);
        assertThat(phone.ask(server, options(1)).code()).isEqualTo(200);
    }

    @Test
    void aCodeAnswersAllOrOneMethod() throws Exception {
        server.code(503, 20);
        SipMessage refused = phone.ask(server, phone.register(1, 60));
        assertThat(refused.code()).isEqualTo(503);
        assertThat(refused.first("Retry-After")).contains("20");
        server.up().code("OPTIONS", 500);
        assertThat(phone.ask(server, options(2)).code()).isEqualTo(500);
        assertThat(phone.ask(server, phone.register(2, 60)).code()).isEqualTo(200);
        assertThatThrownBy(() -> server.code(99)).hasMessageContaining("code 99 is not between");
    }

    @Test
    void dropsAndDelays() throws Exception {
        server.dropNext(1).delay(ofMillis(80));
        SipMessage options = options(1);
        phone.send(server, options);
        server.awaitReceived("OPTIONS", 1, Phone.SOON);
        assertThat(phone.receive(Phone.NEVER)).isEmpty();
        assertThat(phone.ask(server, options).code()).isEqualTo(200);
        Recorded asked = server.received("OPTIONS").get(1);
        assertThat(server.sent().get(0).nanoTime() - asked.nanoTime())
                .isGreaterThanOrEqualTo(80_000_000);
    }

    @Test
    void aScriptTakesOneTransactionAStep() throws Exception {
        server.script("OPTIONS", Step.nothing(), Step.answer(480), Step.late(ofMillis(1)));
        SipMessage unanswered = options(1);
        phone.send(server, unanswered);
        phone.send(server, unanswered);
        assertThat(phone.receive(Phone.NEVER)).isEmpty();
        assertThat(phone.ask(server, options(2)).code()).isEqualTo(480);
        assertThat(phone.ask(server, options(3)).code()).isEqualTo(200);
        assertThat(phone.ask(server, options(4)).code()).isEqualTo(200);
    }

    @Test
    void countsGarbageAndKeepAlivesAndLives() throws Exception {
        for (String bytes : new String[] {"\r\n\r\n", "garbage", "OPTIONS sip:x SIP/2.0\r\n\r\n"}) {
            phone.socket.send(
                    new DatagramPacket(bytes.getBytes(), bytes.length(), server.address()));
        }
        assertThat(phone.ask(server, options(1)).code()).isEqualTo(200);
        assertThat(server.malformedCount()).isEqualTo(2);
        assertThat(server.keepAliveCount()).isEqualTo(1);
    }

    @Test
    void awaitingSaysWhatCameInstead() throws Exception {
        phone.ask(server, options(1));
        assertThatThrownBy(() -> server.awaitReceived("INVITE", 2, ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("primary received 0 of 2 INVITE within 1 ms")
                .hasMessageContaining("OPTIONS sip:lab");
    }

    @Test
    void closingTwiceFreesThePort() {
        int port = server.port();
        server.close();
        server.close();
        try (PocketServer second = PocketServer.named("second").port(port).start()) {
            assertThat(second.port()).isEqualTo(port);
            assertThatThrownBy(() -> PocketServer.named("third").port(port).start())
                    .hasMessageContaining("third: cannot listen on 127.0.0.1:" + port);
        }
    }
}
