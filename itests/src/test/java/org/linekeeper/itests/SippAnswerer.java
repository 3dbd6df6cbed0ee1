// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** SIPp answers calls, by the example's scenario. */
final class SippAnswerer implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final int port;

    /**
     * A request of a call that it got.
     *
     * @param viaPort who passed it on
     */
    record Seen(String method, String callId, int viaPort) {
        static Seen of(String line) {
            String[] words = line.split(" ");
            return new Seen(
                    words[0],
                    words[1],
                    Integer.parseInt(words[3].substring(words[3].lastIndexOf(':') + 1)));
        }
    }

    private SippAnswerer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static Path installed() {
        return RealServers.need("sipp", "sip-tester");
    }

    /** Starts it; it answers when this returns. */
    static SippAnswerer start(Path directory) throws IOException {
        Files.createDirectories(directory);
        int port = Ports.free();
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(
                                installed().toString(),
                                "-sf",
                                ImageFiles.root()
                                        .resolve("examples/kamailio/answerer.xml")
                                        .toString(),
                                "-i",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-nostdin",
                                "-trace_logs",
                                "-log_file",
                                log.toString())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("screen").toFile())
                        .start();
        SippAnswerer answerer = new SippAnswerer(process, log, port);
        await("SIPp listens")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(answerer::isListening);
        return answerer;
    }

    int port() {
        return port;
    }

    /** Looked up rather than tried: a socket of ours on the port would keep SIPp from taking it. */
    private boolean isListening() throws IOException {
        String place = String.format(Locale.ROOT, "0100007F:%04X", port);
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/udp"))) {
            return sockets.anyMatch(line -> line.contains(" " + place + " "));
        }
    }

    /** The requests that it got so far. */
    List<Seen> seen() throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        String text = Files.readString(log);
        // Not the line that is being written.
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Seen::of).toList();
    }

    /** Waits for the first request of that method. */
    Seen awaitFirst(String method) {
        return await("SIPp gets " + method)
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> seen().stream().filter(s -> s.method().equals(method)).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(3, TimeUnit.SECONDS);
    }
}
