// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;

/** A process that writes a journal is killed again and again; what was safe is there. */
class JournalCrashTest {
    private static final int CRASHES = 12;
    private static final Duration IN_ALL = Duration.ofSeconds(20);

    @TempDir Path home;

    @Test
    void killedAtAnyPointTheJournalHasWhatWasSafeWithoutAHole() throws Exception {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        long end = System.nanoTime() + IN_ALL.toNanos();
        int crashes = 0;
        long safe = 0;
        for (; crashes < CRASHES && System.nanoTime() < end; crashes++) {
            safe = Math.max(safe, crash(chance.nextInt(200)));
            try (Journal journal = Journal.open(home, 64 << 10, () -> 0)) {
                String place = "seed " + seed + ", crash " + (crashes + 1);
                assertThat(journal.last().seq()).as(place).isGreaterThanOrEqualTo(safe);
                assertThat(journal.dropped()).as(place).isZero();
                List<Item> all = journal.pending(Mark.START, Integer.MAX_VALUE);
                assertThat(all).as(place).allMatch(Transition.class::isInstance).isNotEmpty();
                assertThat(all.get(0).first()).as(place).isEqualTo(journal.acked().seq() + 1);
                JournalTest.assertContiguous(all, all.get(0).first(), journal.last().seq());
            }
        }
        assertThat(crashes).as("crashes in the time there is").isGreaterThanOrEqualTo(3);
        assertThat(safe).isGreaterThan(100);
    }

    /** Runs the journal for a moment and kills it; gives the last number that was safe. */
    private long crash(int afterMs) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingJournal.class.getName(),
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String> lines = new ArrayList<>();
            String first = out.readLine();
            assertThat(first).as("the journal has not started").isNotNull();
            lines.add(first);
            Thread reader = new Thread(() -> out.lines().forEach(lines::add));
            reader.start();
            assertThat(process.waitFor(afterMs, TimeUnit.MILLISECONDS)).isFalse();
            process.toHandle().destroyForcibly();
            reader.join();
            return lines.stream()
                    .filter(line -> line.matches("safe \\d+"))
                    .mapToLong(line -> Long.parseLong(line.substring(5)))
                    .max()
                    .orElse(0);
        } finally {
            process.destroyForcibly();
        }
    }
}
