// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code ./linekeeper …} as a user types it, in a directory of the test's own. */
final class Command {
    private static final int BOUND_SECONDS = 30;

    private Command() {}

    /**
     * How it ended.
     *
     * @param out all of standard output
     * @param err all of standard error
     */
    record Ended(int code, String out, String err) {
        /**
         * Refused with one sentence for a human, and nothing that only a programmer reads. Lines
         * that have started by then may have logged what became of them.
         */
        void assertRefusedInOneSentence(String... words) {
            assertThat(code).as(err).isEqualTo(2);
            assertThat(err.lines().filter(line -> !line.contains(" INFO "))).as(err).hasSize(1);
            assertThat(err).contains(words).doesNotContain("Exception", "\tat ");
            assertThat(out).isEmpty();
        }
    }

    /** A process of that command, not started. */
    static ProcessBuilder process(Path directory, List<String> words) {
        Stream<String> script = Stream.of(ImageFiles.root().resolve("linekeeper").toString());
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(script, words.stream()).toList())
                        .directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("LINEKEEPER_JAVA_OPTS");
        return builder;
    }

    /** The command as a user types it, to its end. */
    static Ended run(Path directory, String... words) throws IOException, InterruptedException {
        return ended(directory, process(directory, List.of(words)));
    }

    /** An image's launcher without the script, to its end. */
    static Ended java(Path directory, Path jar, String... words)
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Stream<String> start = Stream.of(java.toString(), "-jar", jar.toString());
        return ended(
                directory,
                new ProcessBuilder(Stream.concat(start, Stream.of(words)).toList())
                        .directory(directory.toFile()));
    }

    /** Waits for its end, within bounds. */
    private static Ended ended(Path directory, ProcessBuilder builder)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", null);
        Path err = Files.createTempFile(directory, "err", null);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends; so far: %s", builder.command(), Files.readString(err))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
