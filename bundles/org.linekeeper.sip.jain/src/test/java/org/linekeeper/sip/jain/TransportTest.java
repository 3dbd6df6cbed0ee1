// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.Phone.SOON;
import static org.linekeeper.sip.jain.Phone.code;
import static org.linekeeper.sip.jain.Phone.hop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
import org.linekeeper.lab.server.Step;
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

    /** The server has lost the connection and cannot say so: a power cut, a firewall. */
    @Test
    void aConnectionThatAnswersNothingIsNotUsedAgain() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone().fast()) {
            phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            server.silent();
            Outcome none = phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(3));
            assertThat(none).isInstanceOf(Outcome.NoAnswer.class);
            server.up();
            Outcome next = phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            assertThat(code(next)).isEqualTo(200);
            List<Integer> ports = remotePorts(server);
            assertThat(ports).hasSize(3);
            assertThat(ports.get(1)).isEqualTo(ports.get(0));
            assertThat(ports.get(2)).isNotEqualTo(ports.get(0));
        }
    }

    @Test
    void aConnectionThatAnswersOthersStays() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone().fast()) {
            server.script("REGISTER", Step.nothing());
            long id = phone.begin(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            server.awaitReceived("REGISTER", 1, SOON);
            phone.send(new Request.Options(), hop(server, Transport.TCP), Budget.sends(4));
            assertThat(phone.outcome(id)).isInstanceOf(Outcome.NoAnswer.class);
            phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(4));
            List<Integer> ports = remotePorts(server);
            assertThat(ports.get(1)).isEqualTo(ports.get(0));
        }
    }

    @Test
    void whatComesLateOnAConnectionOutOfUseIsHeard() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone().fast()) {
            server.script("REGISTER", Step.late(Duration.ofMillis(500)));
            Outcome none = phone.send(REGISTER, hop(server, Transport.TCP), Budget.sends(2));
            assertThat(none).isInstanceOf(Outcome.NoAnswer.class);
            phone.event(LineEvent.LateSuccess.class);
            await().atMost(SOON).until(() -> server.bindings("100").isEmpty());
        }
    }

    @Test
    void aChangedNetworkFailsWhatIsOnAConnectionAtOnce() {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone()) {
            server.silent();
            long id = phone.begin(REGISTER, hop(server, Transport.TCP), Budget.WHOLE);
            server.awaitReceived("REGISTER", 1, SOON);
            phone.line.networkChanged();
            assertThat(phone.outcome(id))
                    .isEqualTo(
                            new Outcome.Unreachable(Outcome.Kind.TCP_RESET, "the network changed"));
        }
    }

    /** RFC 3261 section 18.2.2: without rport the answer goes to the port that the Via names. */
    @Test
    void anAnswerGoesWhereItsViaSays() throws Exception {
        try (PocketServer server = PocketServer.start("a");
                Phone phone = new Phone();
                DatagramSocket from = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket named = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            phone.register(server);
            InetSocketAddress there = server.received("REGISTER").get(0).remote();
            from.setSoTimeout(200);
            named.setSoTimeout(5000);
            byte[] plain = options(named.getLocalPort(), "1", "").getBytes(StandardCharsets.UTF_8);
            from.send(new DatagramPacket(plain, plain.length, there));
            assertThat(read(named)).startsWith("SIP/2.0 200 ").contains("branch=z9hG4bK1");
            assertThatThrownBy(() -> read(from)).isInstanceOf(SocketTimeoutException.class);
            byte[] asks = options(9, "2", ";rport").getBytes(StandardCharsets.UTF_8);
            from.setSoTimeout(5000);
            from.send(new DatagramPacket(asks, asks.length, there));
            assertThat(read(from)).contains(";rport=" + from.getLocalPort());
        }
    }

    private static String options(int port, String branch, String rport) {
        return "OPTIONS sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                + port
                + ";branch=z9hG4bK"
                + branch
                + rport
                + "\r\nFrom: <sip:x@y>;tag=1\r\nTo: <sip:100@y>\r\nCall-ID: "
                + branch
                + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private static String read(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static List<Integer> remotePorts(PocketServer server) {
        return server.received("REGISTER").stream().map(r -> r.remote().getPort()).toList();
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
