// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.recverr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real ICMP between two network namespaces; needs root, ip and nft. */
@Tag("full")
class IcmpNamespaceTest {
    private final String near = "lk-near-" + ProcessHandle.current().pid();
    private final String far = "lk-far-" + ProcessHandle.current().pid();

    @BeforeEach
    void join() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
        assumeTrue(Files.exists(Path.of("/usr/sbin/nft")), "nft is not installed");
        run("ip", "netns", "add", near);
        run("ip", "netns", "add", far);
        run(
                "ip", "-n", near, "link", "add", "v0", "type", "veth", "peer", "name", "v0",
                "netns", far);
        address(near, "1");
        address(far, "2");
        inFar("nft", "add", "table", "inet", "t");
        inFar("nft", "add", "chain", "inet", "t", "in", "{ type filter hook input priority 0; }");
        reject("5001", "icmp", "host-unreachable");
        reject("5002", "icmp", "net-unreachable");
        reject("5003", "icmpv6", "addr-unreachable");
        reject("5004", "icmpv6", "no-route");
    }

    @AfterEach
    void leave() throws Exception {
        // Deleting one that was never made only prints.
        start("ip", "netns", "del", near).waitFor(10, TimeUnit.SECONDS);
        start("ip", "netns", "del", far).waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void hostAndNetUnreachableAreSeenOnlyWithReporting() throws Exception {
        List<String> probe = new ArrayList<>();
        probe.addAll(List.of("ip", "netns", "exec", near));
        probe.add(ProcessHandle.current().info().command().orElseThrow());
        probe.addAll(List.of("--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED"));
        probe.addAll(List.of("-cp", System.getProperty("java.class.path")));
        probe.add(IcmpProbe.class.getName());
        probe.addAll(List.of("198.18.0.2", "5001", "198.18.0.2", "5002"));
        probe.addAll(List.of("fd00:18::2", "5003", "fd00:18::2", "5004"));
        assertThat(run(probe.toArray(String[]::new)).lines())
                .containsExactly(
                        "5001 nothing / No route to host",
                        "5002 nothing / Network is unreachable",
                        "5003 nothing / No route to host",
                        "5004 nothing / Network is unreachable");
    }

    private void address(String namespace, String host) throws Exception {
        run("ip", "-n", namespace, "addr", "add", "198.18.0." + host + "/24", "dev", "v0");
        run("ip", "-n", namespace, "addr", "add", "fd00:18::" + host + "/64", "dev", "v0", "nodad");
        run("ip", "-n", namespace, "link", "set", "v0", "up");
    }

    private void reject(String port, String family, String type) throws Exception {
        inFar(
                "nft", "add", "rule", "inet", "t", "in", "udp", "dport", port, "reject", "with",
                family, "type", type);
    }

    private void inFar(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", far));
        words.addAll(List.of(command));
        run(words.toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
