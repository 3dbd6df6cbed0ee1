// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.net.WireUnderTest.OK;
import static org.linekeeper.sip.jain.net.WireUnderTest.REGISTER;
import static org.linekeeper.sip.jain.net.WireUnderTest.SOON;
import static org.linekeeper.sip.jain.net.WireUnderTest.udp;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

class UdpWireTest {
    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : resources) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void closedPortIsReportedFromIcmpAtOnceAndCostsNoWakeUps(String address) throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        Target warmUp = udp(closedPort(address));
        line.send(warmUp, REGISTER);
        line.awaitBroken(warmUp);

        Target target = udp(closedPort(address));
        long start = System.nanoTime();
        line.send(target, REGISTER);
        Unreachable how = line.awaitBroken(target);

        // Before the first retransmission would be due.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
        assertThat(how).isEqualTo(new Unreachable(Kind.ICMP, "port unreachable"));
        long before = line.looks.get();
        await().during(Duration.ofMillis(100)).until(() -> true);
        assertThat(line.looks.get() - before).isLessThan(20);
        assertThat(line.broken).hasSize(2);
    }

    @Test
    void everyNameOfTheDeadAddressIsReported() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        InetSocketAddress dead = closedPort("127.0.0.1");
        Target one = new Target("127.0.0.1", dead.getPort(), Transport.UDP, "a.example");
        Target two = new Target("127.0.0.1", dead.getPort(), Transport.UDP, "b.example");

        line.loop.execute(
                () -> {
                    line.wire.send(one, REGISTER.getBytes(UTF_8), 0);
                    line.wire.send(two, REGISTER.getBytes(UTF_8), 0);
                });

        line.awaitBroken(one);
        line.awaitBroken(two);
        assertThat(line.broken).hasSize(2);
    }

    @Test
    void icmpOnKeepAliveIsReported() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        Target target = udp(closedPort("127.0.0.1"));

        line.keepAlive(target);

        assertThat(line.awaitBroken(target).kind()).isEqualTo(Kind.ICMP);
    }

    @Test
    void targetIsReachedAgainAfterIcmp() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        InetSocketAddress address = closedPort("127.0.0.1");
        line.send(udp(address), REGISTER);
        line.awaitBroken(udp(address));

        DatagramSocket server = open(new DatagramSocket(address));
        line.send(udp(address), REGISTER);

        assertThat(text(receive(server))).isEqualTo(REGISTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void allDatagramsComeFromThePortThatIsAnnounced(String address) throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket one = server(address);
        DatagramSocket two = server(address);

        line.send(udp(local(one)), REGISTER);
        line.send(udp(local(two)), REGISTER);
        DatagramPacket atOne = receive(one);
        DatagramPacket atTwo = receive(two);

        InetSocketAddress announced = line.localFor(udp(local(one))).orElseThrow();
        assertThat(atOne.getSocketAddress()).isEqualTo(announced);
        assertThat(atTwo.getSocketAddress()).isEqualTo(announced);
    }

    @Test
    void replyArrivesOnTheConnectedChannelAndIsAnsweredBySameWay() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket server = server("127.0.0.1");
        line.send(udp(local(server)), REGISTER);
        DatagramPacket request = receive(server);

        reply(server, request, OK);
        WireUnderTest.Received answer = line.awaitReceived(1);
        assertThat(answer.text()).isEqualTo(OK);
        assertThat(answer.flow().remote()).isEqualTo(local(server));
        assertThat(answer.flow().local()).isEqualTo(request.getSocketAddress());
        assertThat(answer.flow().transport()).isEqualTo(Transport.UDP);

        line.answer(answer.flow(), "ACK sip:x SIP/2.0\r\n\r\n");
        assertThat(text(receive(server))).startsWith("ACK");
    }

    @Test
    void strangerIsHeardAndAnswered() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket server = server("127.0.0.1");
        line.send(udp(local(server)), REGISTER);
        DatagramPacket request = receive(server);

        DatagramSocket stranger = server("127.0.0.1");
        reply(stranger, request, "OPTIONS sip:x SIP/2.0\r\n\r\n");
        WireUnderTest.Received heard = line.awaitReceived(1);
        assertThat(heard.flow().remote()).isEqualTo(local(stranger));

        line.answer(heard.flow(), OK);
        DatagramPacket answer = receive(stranger);
        assertThat(text(answer)).isEqualTo(OK);
        assertThat(answer.getSocketAddress()).isEqualTo(request.getSocketAddress());
    }

    @Test
    void oneWireServesBothFamiliesFromOnePort() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket four = server("127.0.0.1");
        DatagramSocket six = server("::1");

        line.send(udp(local(four)), REGISTER);
        line.send(udp(local(six)), REGISTER);

        assertThat(receive(four).getPort()).isEqualTo(receive(six).getPort());
    }

    @Test
    void blankIsSwallowedAndGarbageIsCounted() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket server = server("127.0.0.1");
        line.send(udp(local(server)), REGISTER);
        DatagramPacket request = receive(server);

        reply(server, request, "\r\n\r\n");
        reply(server, request, "");
        reply(server, request, "\0\0\0\0");
        reply(server, request, "\u0001\u0001 stun");
        reply(server, request, "GET / HTTP/1.1\r\nX: SIP/2.0\r\n\r\n");
        reply(server, request, OK);

        assertThat(line.awaitReceived(1).text()).isEqualTo(OK);
        assertThat(line.dropped).hasSize(2).containsOnly("datagram that is not SIP");
    }

    @Test
    void datagramThatIsTooLargeIsCountedAndTheTargetStays() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket server = server("127.0.0.1");

        line.send(udp(local(server)), "x".repeat(65_600));
        line.send(udp(local(server)), REGISTER);

        assertThat(text(receive(server))).isEqualTo(REGISTER);
        assertThat(line.dropped).containsExactly("datagram too large");
        assertThat(line.broken).isEmpty();
    }

    @Test
    void nameInPlaceOfAnAddressIsNoRoute() {
        WireUnderTest line = open(new WireUnderTest());
        Target target = new Target("pbx.example", 5060, Transport.UDP, "pbx.example");

        line.send(target, REGISTER);

        assertThat(line.awaitBroken(target)).isEqualTo(Trouble.noRoute("not an IP address"));
        assertThat(line.localFor(target)).isEmpty();
    }

    @Test
    void boundToOneFamilyTheOtherHasNoRoute() throws IOException {
        InetAddress bind = InetAddress.getByName("127.0.0.2");
        WireUnderTest line = open(new WireUnderTest(options -> options.withBind(bind)));
        DatagramSocket four = server("127.0.0.1");
        Target six = udp(local(server("::1")));

        line.send(udp(local(four)), REGISTER);
        line.send(six, REGISTER);

        assertThat(receive(four).getAddress()).isEqualTo(bind);
        assertThat(line.awaitBroken(six)).isEqualTo(Trouble.noRoute("bound to 127.0.0.2 only"));
    }

    @Test
    void portOfAnotherWireIsNoticedAndTakenOverWhenFree() throws IOException {
        Target target = udp(local(server("127.0.0.1")));
        WireUnderTest first = new WireUnderTest();
        int port = first.localFor(target).orElseThrow().getPort();
        // A connected channel shares the port, and still keeps others out.
        first.send(target, REGISTER);
        WireUnderTest second = open(new WireUnderTest(WireUnderTest.ports(PortRange.only(port))));

        assertThat(second.localFor(target)).isEmpty();
        second.send(target, REGISTER);
        assertThat(second.awaitBroken(target))
                .isEqualTo(Trouble.noRoute("local port " + port + " at 127.0.0.1 is taken"));

        first.close();
        await().atMost(SOON).until(() -> second.localFor(target).isPresent());
        assertThat(second.localFor(target).orElseThrow().getPort()).isEqualTo(port);
        await().atMost(SOON).until(() -> second.opened.get() == 1);
    }

    @Test
    void portOfTheWireIsNotGivenToOtherSockets() throws IOException {
        Target target = udp(local(server("127.0.0.1")));
        WireUnderTest line = open(new WireUnderTest());
        InetSocketAddress local = line.localFor(target).orElseThrow();
        line.send(target, REGISTER);
        line.settle();

        assertThatThrownBy(() -> new DatagramSocket(local)).isInstanceOf(BindException.class);
    }

    @Test
    void portIsDrawnAgainWhileTheRangeHasAFreeOne() throws IOException {
        DatagramSocket taken = server("127.0.0.1");
        int port = taken.getLocalPort();
        PortRange range = new PortRange(Math.max(1, port - 1), Math.min(65_535, port + 2));
        Target target = udp(local(server("127.0.0.1")));

        WireUnderTest line = open(new WireUnderTest(WireUnderTest.ports(range)));

        assertThat(line.localFor(target).orElseThrow().getPort())
                .isBetween(range.min(), range.max())
                .isNotEqualTo(port);
    }

    @Test
    void reopenKeepsThePortAndSaysNothing() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        DatagramSocket server = server("127.0.0.1");
        line.send(udp(local(server)), REGISTER);
        int before = receive(server).getPort();

        line.reopen();
        line.send(udp(local(server)), REGISTER);

        assertThat(receive(server).getPort()).isEqualTo(before);
        assertThat(line.broken).isEmpty();
    }

    @Test
    void channelsAreBoundedAndTheTargetsBeyondAreStillReached() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        List<DatagramSocket> servers = new ArrayList<>();
        for (int i = 0; i < UdpPort.MAX_PEERS + 3; i++) {
            servers.add(server("127.0.0.1"));
        }
        servers.forEach(each -> line.send(udp(local(each)), REGISTER));
        line.send(udp(local(servers.get(0))), REGISTER);

        Set<Integer> ports = servers.stream().map(each -> port(each)).collect(Collectors.toSet());
        assertThat(ports).hasSize(1);
        assertThat(text(receive(servers.get(0)))).isEqualTo(REGISTER);
    }

    @Test
    void errorQueueIsAskedBeforeAChannelConnectsAndMayRefuse() throws IOException {
        List<InetSocketAddress> asked = new CopyOnWriteArrayList<>();
        ErrorQueue queue =
                (channel, remote) -> {
                    assertThat(channel.isConnected()).isFalse();
                    assertThat(channel.getLocalAddress()).isNotNull();
                    asked.add(remote);
                    throw new IOException("refused, as the test wants it");
                };
        WireUnderTest line = open(new WireUnderTest(options -> options.withErrorQueue(queue)));
        DatagramSocket server = server("127.0.0.1");

        line.send(udp(local(server)), REGISTER);
        line.send(udp(local(server)), REGISTER);

        assertThat(text(receive(server))).isEqualTo(REGISTER);
        assertThat(asked).containsExactly(local(server));
    }

    @Test
    void closedWireIsSilent() throws IOException {
        WireUnderTest line = open(new WireUnderTest());
        Target target = udp(closedPort("127.0.0.1"));
        line.loop.execute(
                () -> {
                    line.wire.send(target, REGISTER.getBytes(UTF_8), 0);
                    line.wire.close();
                    line.wire.close();
                    line.wire.send(target, REGISTER.getBytes(UTF_8), 0);
                });

        assertThat(line.localFor(target)).isEmpty();
        line.settle();
        assertThat(line.broken).isEmpty();
    }

    private <T extends AutoCloseable> T open(T resource) {
        resources.add(resource);
        return resource;
    }

    private DatagramSocket server(String address) throws IOException {
        DatagramSocket socket =
                open(new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0)));
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static InetSocketAddress closedPort(String address) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName(address), 0);
        try (DatagramSocket socket = new DatagramSocket(any)) {
            return local(socket);
        }
    }

    private static InetSocketAddress local(DatagramSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    private static int port(DatagramSocket socket) {
        try {
            return receive(socket).getPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void reply(DatagramSocket socket, DatagramPacket to, String text)
            throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
}
