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

/** {@code linekeeper collect} in a process of its own. */
final class CollectorProcess implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final ReadyProcess process;

    private CollectorProcess(ReadyProcess process) {
        this.process = process;
    }

    /** Starts one in that home, and reads its ready line. */
    static CollectorProcess start(Path home, String... options) throws IOException {
        return start(home, Map.of(), options);
    }

    /** The same with more environment, for the database's password. */
    static CollectorProcess start(Path home, Map<String, String> environment, String... options)
            throws IOException {
        Files.createDirectories(home);
        List<String> words = new ArrayList<>(List.of("collect", "--home", home.toString()));
        words.addAll(List.of(options));
        return new CollectorProcess(ReadyProcess.start(home.getParent(), words, environment));
    }

    /** As it was printed. */
    String readyLine() {
        return process.readyLine();
    }

    /** What it said on standard error so far. */
    String log() throws IOException {
        return process.log();
    }

    /** Waits until it has said that so often. */
    void awaitLog(String words, int times) {
        await(words)
                .atMost(BOUND)
                .pollInterval(POLL)
                .until(() -> log().lines().filter(line -> line.contains(words)).count() == times);
    }

    /** SIGTERM: it has to end well, soon, and without an exception. */
    void stop() throws IOException, InterruptedException {
        process.stop();
        assertThat(log()).doesNotContain("Exception");
    }

    /** Kill -9: no goodbye of any kind. */
    void kill() throws InterruptedException {
        process.close();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
