// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.net.NetworkNamespace.BEYOND_4;
import static org.linekeeper.sip.jain.net.NetworkNamespace.BEYOND_6;
import static org.linekeeper.sip.jain.net.NetworkNamespace.PEER_4;
import static org.linekeeper.sip.jain.net.NetworkNamespace.PEER_6;
import static org.linekeeper.sip.jain.net.WireUnderTest.REGISTER;
import static org.linekeeper.sip.jain.net.WireUnderTest.SOON;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/** What Linux passes on of the ICMP errors of another host. Needs root. */
@Tag("full")
class IcmpMatrixTest {
    private static final int PORT = 5060;
    private static NetworkNamespace host;

    private final WireUnderTest line = new WireUnderTest();

    @BeforeAll
    static void connect() throws IOException {
        host = new NetworkNamespace();
    }

    @AfterAll
    static void disconnect() throws IOException {
        host.close();
    }

    @AfterEach
    void close() {
        line.close();
    }

    @ParameterizedTest
    @CsvSource({
        PEER_4 + ",icmp type port-unreachable,port unreachable",
        PEER_4 + ",icmp type prot-unreachable,protocol unreachable",
        PEER_4 + ",icmp type net-prohibited,network unreachable",
        PEER_4 + ",icmp type host-prohibited,host unreachable",
        PEER_4 + ",icmp type admin-prohibited,host unreachable",
        PEER_6 + ",icmpv6 type port-unreachable,port unreachable",
        PEER_6 + ",icmpv6 type admin-prohibited,administratively prohibited",
    })
    void hardErrorIsReportedBeforeARetransmissionIsDue(String address, String how, String words)
            throws IOException {
        host.reject(how);
        Target target = new Target(address, PORT, Transport.UDP, "pbx.example");
        line.send(target, REGISTER);
        line.awaitBroken(target);
        line.broken.clear();

        long start = System.nanoTime();
        line.send(target, REGISTER);

        assertThat(line.awaitBroken(target)).isEqualTo(new Unreachable(Kind.ICMP, words));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
    }

    @ParameterizedTest
    @CsvSource({
        PEER_4 + ",icmp type host-unreachable",
        PEER_4 + ",icmp type net-unreachable",
        PEER_6 + ",icmpv6 type no-route",
        PEER_6 + ",icmpv6 type addr-unreachable",
    })
    void softErrorIsHiddenFromPureJava(String address, String how) throws IOException {
        host.reject(how);
        Target target = new Target(address, PORT, Transport.UDP, "pbx.example");

        line.send(target, REGISTER);

        await().during(Duration.ofMillis(300)).atMost(SOON).until(line.broken::isEmpty);
    }

    @ParameterizedTest
    @CsvSource({
        PEER_4 + ",icmp type host-unreachable",
        PEER_4 + ",icmp type admin-prohibited",
        PEER_6 + ",icmpv6 type admin-prohibited",
    })
    void icmpOnTheFirstSegmentEndsTheConnection(String address, String how) throws IOException {
        host.reject(how);
        Target target = new Target(address, PORT, Transport.TCP, "pbx.example");

        line.send(target, REGISTER);

        assertThat(line.awaitBroken(target).kind()).isEqualTo(Kind.ICMP);
    }

    @ParameterizedTest
    @CsvSource({BEYOND_4 + ",UDP", BEYOND_4 + ",TCP", BEYOND_6 + ",UDP", BEYOND_6 + ",TCP"})
    void withoutARouteTheSystemSaysSoItself(String address, Transport transport)
            throws IOException {
        Target target = new Target(address, PORT, transport, "pbx.example");
        String route =
                (address.equals(BEYOND_4) ? "-4" : "-6") + " route %s unreachable " + address;
        NetworkNamespace.run("ip " + route.formatted("add"));
        try {
            line.send(target, REGISTER);

            assertThat(line.awaitBroken(target).kind()).isEqualTo(Kind.NO_ROUTE);
            assertThat(line.localFor(target)).isEmpty();
        } finally {
            NetworkNamespace.run("ip " + route.formatted("del"));
        }
    }

    /** ICMP "fragmentation needed" is an error to the socket, and none to the line. */
    @Test
    void narrowPathIsNotTakenForADeadTarget() throws IOException {
        host.inside("nft flush ruleset");
        host.inside("ip link add narrow type veth peer name narrow-end");
        host.inside("ip link set narrow mtu 600 up");
        host.inside("ip link set narrow-end up");
        host.inside("ip route add 198.19.77.0/24 dev narrow");
        Target target = new Target(BEYOND_4, PORT, Transport.UDP, "pbx.example");
        String large = REGISTER.replace("\r\n\r\n", "\r\nX: " + "x".repeat(1000) + "\r\n\r\n");

        line.send(target, large);
        line.settle();
        await().during(Duration.ofMillis(200)).atMost(SOON).until(line.broken::isEmpty);
        line.send(target, large);
        line.settle();

        assertThat(line.broken).isEmpty();
        assertThat(line.dropped).isEmpty();
        // The system has learned from the error that the path is narrow.
        assertThat(NetworkNamespace.run("ip route get " + BEYOND_4)).contains("mtu 600");
    }
}
