// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code linekeeper collect} in a process of its own. */
final class CollectorProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path err;
    private final String readyLine;

    private CollectorProcess(Process process, Path err, String readyLine) {
        this.process = process;
        this.err = err;
        this.readyLine = readyLine;
    }

    /** Starts one in that home, and reads its ready line. */
    static CollectorProcess start(Path home, String... options) throws IOException {
        return start(home, Map.of(), options);
    }

    /** The same with more environment, for the database's password. */
    static CollectorProcess start(Path home, Map<String, String> environment, String... options)
            throws IOException {
        Files.createDirectories(home);
        Path out = Files.createTempFile(home.getParent(), "collect", ".out");
        Path err = Files.createTempFile(home.getParent(), "collect", ".err");
        List<String> words = new ArrayList<>(List.of("collect", "--home", home.toString()));
        words.addAll(List.of(options));
        ProcessBuilder builder = Command.process(home.getParent(), words);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            String ready =
                    await("the ready line")
                            .atMost(START)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(POLL)
                            .until(() -> Files.readString(out), text -> text.endsWith("\n"));
            return new CollectorProcess(process, err, ready.strip());
        } catch (RuntimeException notReady) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(err), notReady);
        }
    }

    /** As it was printed. */
    String readyLine() {
        return readyLine;
    }

    /** What it said on standard error so far. */
    String log() throws IOException {
        return Files.readString(err);
    }

    /** Waits until it has said that so often. */
    void awaitLog(String words, int times) {
        await(words)
                .atMost(START)
                .pollInterval(POLL)
                .until(() -> log().lines().filter(line -> line.contains(words)).count() == times);
    }

    /** SIGTERM: it has to end well, soon, and without a stack trace. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s after SIGTERM: %s", STOP, log())
                .isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(log()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /** Kill -9: no goodbye of any kind. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
