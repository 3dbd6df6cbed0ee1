// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of Linekeeper in a process of its own that has said that it is ready. */
final class ReadyProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    /** Nobody waits that long: how soon it has to end is the rule of other tests. */
    private static final Duration STOP = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path out;
    private final Path err;

    private ReadyProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts one in that directory, with more environment, and awaits its first line. */
    static ReadyProcess start(Path directory, List<String> words, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile(directory, words.get(0), ".out");
        Path err = Files.createTempFile(directory, words.get(0), ".err");
        ProcessBuilder builder = Command.process(directory, words);
        builder.environment().putAll(environment);
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        ReadyProcess started = new ReadyProcess(builder.start(), out, err);
        try {
            started.line(0);
            return started;
        } catch (RuntimeException notReady) {
            started.process.destroyForcibly();
            throw new AssertionError(started.log(), notReady);
        }
    }

    /** What it printed as its first line. */
    String readyLine() {
        return line(0);
    }

    /** Waits for a line of what it prints, from 0. */
    String line(int index) {
        String text =
                await("line " + index + " of what it prints")
                        .atMost(START)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .until(
                                () -> Files.readString(out),
                                all -> all.chars().filter(c -> c == '\n').count() > index);
        return text.split("\n")[index].strip();
    }

    /** Types a line. */
    void type(String text) throws IOException {
        Writer in = process.outputWriter(StandardCharsets.UTF_8);
        in.write(text + "\n");
        in.flush();
    }

    /** What it said on standard error so far. */
    String log() throws IOException {
        return Files.readString(err);
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM: it has to end well, soon, and without a stack trace. */
    void stop() throws IOException, InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            assertThat(exitCode()).as(log()).isZero();
            assertThat(log()).doesNotContain("\tat ");
        }
    }

    /** Its exit code, which has to come soon. */
    int exitCode() throws IOException, InterruptedException {
        assertThat(process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s: %s", STOP, log())
                .isTrue();
        return process.exitValue();
    }

    /** Kill -9: no goodbye of any kind. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
