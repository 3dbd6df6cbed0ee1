// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another host, at the other end of a virtual cable: a network namespace of Linux. Needs root, ip
 * and nft.
 */
final class NetworkNamespace implements AutoCloseable {
    static final String PEER_4 = "198.18.77.2";
    static final String PEER_6 = "fd77:6c6b::2";

    /** Addresses that are reached through the other host. */
    static final String BEYOND_4 = "198.19.77.1";

    static final String BEYOND_6 = "fd77:6c6b:1::1";

    private static final String NAME = "linekeeper-test";

    NetworkNamespace() throws IOException {
        close();
        run("ip netns add " + NAME);
        run("ip link add lk-test0 type veth peer name lk-test1 netns " + NAME);
        run("ip addr add 198.18.77.1/24 dev lk-test0");
        run("ip -6 addr add fd77:6c6b::1/64 dev lk-test0 nodad");
        run("ip link set lk-test0 up");
        inside("ip addr add " + PEER_4 + "/24 dev lk-test1");
        inside("ip -6 addr add " + PEER_6 + "/64 dev lk-test1 nodad");
        inside("ip link set lk-test1 up");
        inside("ip link set lo up");
        // Linux sends few ICMP errors a second otherwise.
        inside("sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0");
        inside("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        run("ip route add 198.19.77.0/24 via " + PEER_4);
        run("ip -6 route add fd77:6c6b:1::/64 via " + PEER_6);
    }

    /** Has the other host answer all UDP with an ICMP error, in nft's words. */
    void reject(String how) throws IOException {
        inside("nft flush ruleset");
        inside("nft add table inet t");
        inside("nft add chain inet t in { type filter hook input priority 0 ; }");
        inside("nft add rule inet t in meta l4proto { udp, tcp } reject with " + how);
    }

    void inside(String command) throws IOException {
        run("ip netns exec " + NAME + " " + command);
    }

    @Override
    public void close() throws IOException {
        // The cable goes with its end.
        List<String> command = List.of("ip", "netns", "del", NAME);
        finish(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Runs a command on this host and gives what it prints. */
    static String run(String command) throws IOException {
        List<String> words = List.of(command.split(" "));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(finish(process)).as(command + ": " + said).isZero();
        return said;
    }

    private static int finish(Process process) {
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }
}
