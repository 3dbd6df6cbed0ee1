// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.Phone.SOON;
import static org.linekeeper.sip.jain.Phone.code;
import static org.linekeeper.sip.jain.Phone.hop;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.sip.jain.net.TestCertificate;

/** The same over TCP, TLS and IPv6, and what strangers send. */
class TransportTest {
    private static final Request REGISTER = new Request.Register("r", 600);

    @Test
    void registersAndCallsOverTcp() {
        try (PocketServer server = PocketServer.named("a").user("100", "secret").start();
                Phone phone = new Phone()) {
            Outcome outcome = phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            assertThat(code(outcome)).isEqualTo(200);
            assertThat(server.bindings("100").toString()).contains("transport=tcp");
            phone.call(hop(server, Transport.TCP));
            server.awaitReceived("ACK", 1, SOON);
        }
    }

    @Test
    void refusedIsRefused() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            server.closeSockets();
            assertKind(phone, server, Outcome.Kind.TCP_REFUSED);
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheResponseFailsItsAttempt() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            server.silent();
            long id = phone.begin(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            server.awaitReceived("REGISTER", 1, SOON);
            server.resetConnections();
            assertThat(phone.outcome(id)).isInstanceOf(Outcome.Unreachable.class);
        }
    }

    @Test
    void aConnectionThatEndsOutsideAnyAttemptIsAFlowLost() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            server.closeSockets();
            assertThat(phone.event(LineEvent.FlowLost.class).target())
                    .isEqualTo(hop(server, Transport.TCP).target());
        }
    }

    @Test
    void registersOverTls(@TempDir Path folder) throws Exception {
        TestCertificate pbx =
                TestCertificate.make(folder, "a.example", "-ext", "san=dns:a.example");
        List<Server> servers =
                List.of(Server.at("a.example").with(s -> s.transport(Transport.TLS)));
        try (PocketServer server = PocketServer.named("a").tls(pbx.server()).start();
                Phone phone =
                        new Phone(d -> d.servers(servers), Optional.of(pbx.certificateFile()));
                Phone wary = new Phone(d -> d.servers(servers))) {
            Outcome outcome = phone.send(REGISTER, hop(server, Transport.TLS), Budget.sends(4));
            assertThat(code(outcome)).isEqualTo(200);
            Outcome none = wary.send(REGISTER, hop(server, Transport.TLS), Budget.sends(4));
            assertThat(((Outcome.Unreachable) none).kind()).isEqualTo(Outcome.Kind.TLS);
        }
    }

    @Test
    void registersAndCallsOverIpv6() throws Exception {
        try (PocketServer server =
                        PocketServer.named("a").address(InetAddress.getByName("::1")).start();
                Phone phone = new Phone()) {
            assertThat(code(phone.register(server))).isEqualTo(200);
            assertThat(server.received("REGISTER").get(0).message().topVia().toString())
                    .contains("1]");
            phone.call(hop(server));
            server.answeredCalls().get(0).hangUp().awaitCode(200, SOON);
        }
    }

    @Test
    void keepsTheFlowAliveAndHearsOfItsEnd() {
        Keepalive each = new Keepalive(Keepalive.Kind.CRLF, 1, java.util.OptionalInt.empty());
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone(d -> d.keepalive(each))) {
            phone.register(server);
            phone.line.keepAlive(Optional.of(hop(server)));
            await().atMost(SOON).until(() -> server.keepAliveCount() > 0);
            server.closeSockets();
            Outcome.Unreachable how = phone.event(LineEvent.FlowLost.class).how();
            assertThat(how.kind()).isEqualTo(Outcome.Kind.ICMP);
        }
    }

    @Test
    void whatStrangersSendIsCountedAndDropped() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            phone.register(server);
            String register = server.received("REGISTER").get(0).message().toString();
            assertThat(register).isNotEmpty();
            send(server, "hello");
            send(server, "\0".repeat(1000));
            String ok =
                    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKno\r\nFrom: <sip:a@b>;tag=1"
                            + "\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 1 REGISTER\r\n";
            send(server, ok + "Content-Length: 0\r\n\r\n");
            send(server, ok + "Content-Length: 10\r\n\r\n");
            send(server, ok + "Call-ID: y\r\nContent-Length: 0\r\n\r\n");
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(phone.line.counters())
                                            .containsEntry("dropped_no_transaction", 1L)
                                            .containsEntry("dropped_length", 1L)
                                            .containsEntry("dropped_duplicate_header", 1L)
                                            .hasEntrySatisfying(
                                                    "dropped_datagram_that_is_not_sip",
                                                    n -> assertThat(n).isPositive()));
            assertThat(code(phone.register(server))).as("and lives on").isEqualTo(200);
        }
    }

    @Test
    void aMovedAddressKeepsRegistrationsAndCalls() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            phone.register(server);
            Optional<String> callId = phone.line.callId("r");
            phone.call(hop(server));
            phone.line.networkChanged();
            assertThat(code(phone.register(server))).isEqualTo(200);
            assertThat(phone.line.callId("r")).isEqualTo(callId);
            Outcome bye = phone.send(new Request.Bye("call"), hop(server), Budget.sends(4));
            assertThat(code(bye)).isEqualTo(200);
        }
    }

    private static void send(PocketServer server, String text) {
        server.send("100", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertKind(Phone phone, PocketServer server, Outcome.Kind kind) {
        Target target = hop(server, Transport.TCP).target();
        Outcome outcome =
                phone.send(
                        REGISTER, org.linekeeper.api.line.Hop.direct(0, target), Budget.sends(4));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class, how -> assertThat(how.kind()).isEqualTo(kind));
    }
}
