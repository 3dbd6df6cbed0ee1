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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Kamailio node of the example's config, with the ways to fail that a process has. */
final class RealKamailio implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int WAIT_MS = 25;

    private final Path directory;
    private final int port;
    private final int answererPort;
    private Process process;

    private RealKamailio(Path directory, int port, int answererPort) {
        this.directory = directory;
        this.port = port;
        this.answererPort = answererPort;
    }

    static Path installed() {
        return RealServers.need("kamailio", "kamailio");
    }

    /** Starts a node that relays 2xx to that port; it answers when this returns. */
    static RealKamailio start(Path directory, int answererPort) throws IOException {
        Files.createDirectories(directory);
        RealKamailio node = new RealKamailio(directory, Ports.free(), answererPort);
        node.startAgain();
        return node;
    }

    int port() {
        return port;
    }

    /** Starts it after {@link #kill}: without a binding, as after a power cut. */
    void startAgain() throws IOException {
        process =
                new ProcessBuilder(command())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        await("Kamailio answers")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ask() == Answer.YES);
    }

    /** All its processes; the parent comes first, or it would mourn its children at length. */
    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    private List<String> command() {
        String place = ":127.0.0.1:" + port;
        return List.of(
                installed().toString(),
                "-f",
                ImageFiles.root().resolve("examples/kamailio/kamailio.cfg").toString(),
                "-DD",
                "-E",
                "-n",
                "1",
                "-m",
                "16",
                "-M",
                "4",
                "-l",
                "udp" + place,
                "-l",
                "tcp" + place,
                "-P",
                directory.resolve("pid").toString(),
                "-Y",
                directory.toString(),
                "-A",
                "ANSWERER=\"127.0.0.1:" + answererPort + "\"");
    }

    /** Kill -9: from now on the kernel answers for it, ICMP on UDP and RST on TCP. */
    void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
        await("Kamailio is gone")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ask() == Answer.NOBODY_THERE);
    }

    /** Its sockets stay open and nobody reads them: silence. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** It goes on where it stood, with what has arrived since. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String pids =
                family().stream()
                        .map(handle -> Long.toString(handle.pid()))
                        .collect(Collectors.joining(" "));
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " " + pids + " failed");
        }
    }

    private enum Answer {
        YES,
        NONE,
        NOBODY_THERE
    }

    private Answer ask() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            socket.connect(loopback, port);
            socket.setSoTimeout(WAIT_MS);
            byte[] request = options(socket.getLocalPort()).getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(request, request.length));
            socket.receive(new DatagramPacket(new byte[2000], 2000));
            return Answer.YES;
        } catch (PortUnreachableException e) {
            return Answer.NOBODY_THERE;
        } catch (SocketTimeoutException e) {
            return Answer.NONE;
        }
    }

    private String options(int from) {
        String id = Long.toString(System.nanoTime(), 36);
        return String.join(
                "\r\n",
                "OPTIONS sip:127.0.0.1:" + port + " SIP/2.0",
                "Via: SIP/2.0/UDP 127.0.0.1:" + from + ";branch=z9hG4bK" + id,
                "From: <sip:test@127.0.0.1>;tag=" + id,
                "To: <sip:127.0.0.1:" + port + ">",
                "Call-ID: " + id,
                "CSeq: 1 OPTIONS",
                "Max-Forwards: 5",
                "Content-Length: 0",
                "",
                "");
    }

    @Override
    public void close() {
        family().forEach(ProcessHandle::destroyForcibly);
    }
}
