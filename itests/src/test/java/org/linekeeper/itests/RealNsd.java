// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** NSD with one zone on a port of loopback; all its files are in one directory. */
final class RealNsd implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int WAIT_MS = 25;

    private final Process process;
    private final int port;

    private RealNsd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Path installed() {
        return RealServers.need("nsd", "nsd");
    }

    /** Starts it on a zone that ends with these records; it answers when this returns. */
    static RealNsd start(Path directory, String zone, List<String> records) throws IOException {
        Files.createDirectories(directory);
        int port = Ports.free();
        Path config =
                Files.writeString(directory.resolve("nsd.conf"), config(directory, port, zone));
        Files.writeString(directory.resolve("zone"), zone(zone, records));
        Process process =
                new ProcessBuilder(installed().toString(), "-d", "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        RealNsd nsd = new RealNsd(process, port);
        try {
            await("NSD answers")
                    .atMost(BOUND)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> nsd.answers(zone));
        } catch (RuntimeException notReady) {
            nsd.close();
            throw new AssertionError(Files.readString(directory.resolve("log")), notReady);
        }
        return nsd;
    }

    /** Nothing in it needs to be root, and nothing is outside the directory. */
    private static String config(Path directory, int port, String zone) {
        return String.join(
                "\n",
                "server:",
                "  ip-address: 127.0.0.1@" + port,
                "  server-count: 1",
                "  username: \"\"",
                "  chroot: \"\"",
                "  database: \"\"",
                "  pidfile: \"\"",
                "  zonesdir: \"" + directory + "\"",
                "  zonelistfile: \"" + directory.resolve("zone.list") + "\"",
                "  xfrdfile: \"" + directory.resolve("xfrd.state") + "\"",
                "  xfrdir: \"" + directory + "\"",
                "remote-control:",
                "  control-enable: no",
                "zone:",
                "  name: " + zone,
                "  zonefile: zone",
                "");
    }

    private static String zone(String zone, List<String> records) {
        String head =
                String.join(
                        "\n",
                        "$ORIGIN " + zone + ".",
                        "$TTL 60",
                        "@ SOA ns admin 1 3600 600 86400 5",
                        "@ NS ns",
                        "ns A 127.0.0.1",
                        "");
        return head + String.join("\n", records) + "\n";
    }

    int port() {
        return port;
    }

    /** Whether it says what the zone's SOA record is. */
    private boolean answers(String zone) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            socket.connect(loopback, port);
            socket.setSoTimeout(WAIT_MS);
            byte[] query = query(zone).getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            byte answers = answer.getData()[7];
            return answers == 1;
        } catch (PortUnreachableException | SocketTimeoutException e) {
            return false;
        }
    }

    private static String query(String zone) {
        StringBuilder query = new StringBuilder("\0\1\0\0\0\1\0\0\0\0\0\0");
        for (String label : zone.split("\\.")) {
            query.append((char) label.length()).append(label);
        }
        return query.append("\0\0\6\0\1").toString();
    }

    @Override
    public void close() {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        process.destroy();
        try {
            process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
