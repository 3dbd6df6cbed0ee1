// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.net.WireUnderTest.OK;
import static org.linekeeper.sip.jain.net.WireUnderTest.REGISTER;
import static org.linekeeper.sip.jain.net.WireUnderTest.SOON;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

class TcpWireTest {
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final WireUnderTest line = open(new WireUnderTest());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : resources) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void oneConnectionCarriesAllMessagesBothWays(String address) throws IOException {
        ServerSocket server = server(address, 50);
        line.send(tcp(server), REGISTER);
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        line.send(tcp(server), REGISTER);

        assertThat(read(peer, 3 * REGISTER.length())).isEqualTo(REGISTER.repeat(3));
        write(peer, OK);
        WireUnderTest.Received answer = line.awaitReceived(1);
        assertThat(answer.text()).isEqualTo(OK);
        assertThat(answer.flow().transport()).isEqualTo(Transport.TCP);
        assertThat(answer.flow().remote()).isEqualTo(peer.getLocalSocketAddress());
        assertThat(answer.flow().local()).isEqualTo(peer.getRemoteSocketAddress());

        line.answer(answer.flow(), OK);
        assertThat(read(peer, OK.length())).isEqualTo(OK);
        assertThat(line.broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void closedPortRefusesOnceForAllMessagesOnTheWay(String address) throws IOException {
        Target target = closedPort(address);
        line.loop.execute(
                () -> {
                    line.wire.send(target, REGISTER.getBytes(UTF_8), 2000);
                    line.wire.send(target, REGISTER.getBytes(UTF_8), 2000);
                    assertThat(line.broken).isEmpty();
                });

        assertThat(line.awaitBroken(target))
                .isEqualTo(new Unreachable(Kind.TCP_REFUSED, "connection refused"));
        line.settle();
        assertThat(line.broken).hasSize(1);
    }

    @Test
    void connectionThatIsNotTakenUpTimesOut() throws IOException {
        ServerSocket full = server("127.0.0.1", 1);
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = open(SocketChannel.open());
            channel.configureBlocking(false);
            channel.connect(full.getLocalSocketAddress());
        }

        line.send(tcp(full), REGISTER, 150);

        assertThat(line.awaitBroken(tcp(full)))
                .isEqualTo(new Unreachable(Kind.TCP_TIMEOUT, "no connection within 150 ms"));
    }

    @Test
    void closeByThePeerIsReportedOnceAndTheNextMessageConnectsAnew() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        read(peer, REGISTER.length());
        peer.close();

        assertThat(line.awaitBroken(tcp(server)))
                .isEqualTo(new Unreachable(Kind.TCP_CLOSED, "peer closed the connection"));
        line.send(tcp(server), REGISTER);
        assertThat(read(accept(server), REGISTER.length())).isEqualTo(REGISTER);
        assertThat(line.broken).hasSize(1);
    }

    @Test
    void resetByThePeerIsReportedOnce() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        read(peer, REGISTER.length());
        peer.setSoLinger(true, 0);
        peer.close();

        assertThat(line.awaitBroken(tcp(server)))
                .isEqualTo(new Unreachable(Kind.TCP_RESET, "peer reset the connection"));
        line.settle();
        assertThat(line.broken).hasSize(1);
    }

    @Test
    void answerBeforeTheCloseIsHeardFirst() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        // The peer leaves the request unread, so that its close is a reset.
        write(peer, OK);
        peer.close();

        line.awaitBroken(tcp(server));
        assertThat(line.received).hasSize(1);
    }

    @Test
    void largeMessagesPassInParts() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        String large = "MESSAGE sip:x SIP/2.0\r\nl: 60000\r\n\r\n" + "m".repeat(60_000);
        for (int i = 0; i < 8; i++) {
            line.send(tcp(server), large);
        }
        Socket peer = accept(server);

        assertThat(read(peer, 8 * large.length())).isEqualTo(large.repeat(8));
        for (int i = 0; i < 8; i++) {
            write(peer, large);
        }
        assertThat(line.awaitReceived(8).text()).isEqualTo(large);
    }

    @Test
    void queueForAPeerThatDoesNotReadIsBounded() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        String large = "MESSAGE sip:x SIP/2.0\r\nl: 60000\r\n\r\n" + "m".repeat(60_000);
        for (int i = 0; i < 400; i++) {
            line.send(tcp(server), large);
        }
        accept(server);

        await().atMost(SOON).until(() -> !line.dropped.isEmpty());
        assertThat(line.dropped).containsOnly("message for a connection with a full queue");
        assertThat(line.broken).isEmpty();
    }

    @Test
    void queueForAConnectionThatDoesNotStandYetIsBounded() throws IOException {
        Target target = closedPort("127.0.0.1");
        byte[] large = new byte[100_000];
        line.loop.execute(
                () -> {
                    for (int i = 0; i < 6; i++) {
                        line.wire.send(target, large, 2000);
                    }
                });

        line.awaitBroken(target);
        assertThat(line.dropped).hasSize(1);
    }

    @Test
    void pingIsAnsweredAndPongSwallowed() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.keepAlive(tcp(server));
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        read(peer, REGISTER.length());

        line.keepAlive(tcp(server));
        assertThat(read(peer, 4)).isEqualTo("\r\n\r\n");
        write(peer, "\r\n");
        write(peer, OK + "\r\n\r\n");
        assertThat(read(peer, 2)).isEqualTo("\r\n");
        assertThat(line.awaitReceived(1).text()).isEqualTo(OK);
    }

    @Test
    void streamThatCannotBeCutIsCountedAndClosed() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.send(tcp(server), REGISTER);
        Socket peer = accept(server);
        read(peer, REGISTER.length());

        write(peer, "SIP/2.0 200 OK\r\n\r\n");

        assertThat(line.awaitBroken(tcp(server)).kind()).isEqualTo(Kind.TCP_CLOSED);
        assertThat(line.dropped).containsExactly("Content-Length missing");
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void serverConnectsToThePortThatIsAnnounced() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        InetSocketAddress local = line.localFor(tcp(server)).orElseThrow();
        Socket guest = open(new Socket(local.getAddress(), local.getPort()));
        guest.setSoTimeout((int) SOON.toMillis());
        write(guest, "OPTIONS sip:x SIP/2.0\r\nl: 0\r\n\r\n");

        WireUnderTest.Received heard = line.awaitReceived(1);
        assertThat(heard.flow().remote()).isEqualTo(guest.getLocalSocketAddress());
        line.answer(heard.flow(), OK);

        assertThat(read(guest, OK.length())).isEqualTo(OK);
    }

    @Test
    void guestsBeyondTheBoundAreTurnedAwayAndARoomThatIsLeftIsGivenAgain() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        InetSocketAddress local = line.localFor(tcp(server)).orElseThrow();
        List<Socket> guests = new ArrayList<>();
        for (int i = 0; i < Connections.MAX_GUESTS; i++) {
            guests.add(guest(local));
        }
        line.awaitReceived(Connections.MAX_GUESTS);

        Socket turnedAway = open(new Socket(local.getAddress(), local.getPort()));
        turnedAway.setSoTimeout((int) SOON.toMillis());
        assertThat(turnedAway.getInputStream().read()).isEqualTo(-1);
        assertThat(line.dropped).containsExactly("connection over the limit");

        guests.get(0).close();
        await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> {
                            guest(local);
                            return line.received.size() > Connections.MAX_GUESTS;
                        });
    }

    @Test
    void guestThatBringsNothingIsClosedAfterAWhileAndOneThatPingsIsNot() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        InetSocketAddress local = line.localFor(tcp(server)).orElseThrow();
        Socket silent = guest(local);
        Socket alive = guest(local);
        line.awaitReceived(2);

        line.aheadMs.addAndGet(120_000);
        write(alive, "\r\n\r\n");
        assertThat(read(alive, 2)).isEqualTo("\r\n");
        line.aheadMs.addAndGet(61_000);
        line.settle();

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        write(alive, "\r\n\r\n");
        assertThat(read(alive, 2)).isEqualTo("\r\n");
    }

    @Test
    void portTakenForConnectionsOnlyIsUsedForDatagrams() throws IOException {
        ServerSocket taken = server("127.0.0.1", 50);
        PortRange only = PortRange.only(taken.getLocalPort());
        WireUnderTest other = open(new WireUnderTest(WireUnderTest.ports(only)));

        InetSocketAddress local = other.localFor(tcp(taken)).orElseThrow();
        assertThat(local.getPort()).isEqualTo(taken.getLocalPort());

        taken.close();
        await().atMost(SOON).ignoreExceptions().until(() -> guest(local).isConnected());
    }

    @Test
    void reopenClosesWithoutAWordAndConnectsAnew() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        line.send(tcp(server), REGISTER);
        Socket first = accept(server);
        read(first, REGISTER.length());
        int port = line.localFor(tcp(server)).orElseThrow().getPort();

        line.reopen();
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        line.send(tcp(server), REGISTER);

        assertThat(read(accept(server), REGISTER.length())).isEqualTo(REGISTER);
        assertThat(line.localFor(tcp(server)).orElseThrow().getPort()).isEqualTo(port);
        assertThat(line.broken).isEmpty();
    }

    @Test
    void tlsWithoutTrustIsNotTried() throws IOException {
        ServerSocket server = server("127.0.0.1", 50);
        Target target =
                WireUnderTest.target(
                        (InetSocketAddress) server.getLocalSocketAddress(), Transport.TLS);

        line.send(target, REGISTER);

        assertThat(line.awaitBroken(target))
                .isEqualTo(new Unreachable(Kind.TLS, "TLS is not set up"));
    }

    private Socket guest(InetSocketAddress local) throws IOException {
        Socket guest = open(new Socket(local.getAddress(), local.getPort()));
        guest.setSoTimeout((int) SOON.toMillis());
        write(guest, "OPTIONS sip:x SIP/2.0\r\nl: 0\r\n\r\n");
        return guest;
    }

    private <T extends AutoCloseable> T open(T resource) {
        resources.add(resource);
        return resource;
    }

    private ServerSocket server(String address, int backlog) throws IOException {
        ServerSocket server = open(new ServerSocket(0, backlog, InetAddress.getByName(address)));
        server.setSoTimeout((int) SOON.toMillis());
        return server;
    }

    private Target closedPort(String address) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return tcp(server);
        }
    }

    private Socket accept(ServerSocket server) throws IOException {
        Socket peer = open(server.accept());
        peer.setSoTimeout((int) SOON.toMillis());
        return peer;
    }

    private static Target tcp(ServerSocket server) {
        return WireUnderTest.target(
                (InetSocketAddress) server.getLocalSocketAddress(), Transport.TCP);
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }
}
