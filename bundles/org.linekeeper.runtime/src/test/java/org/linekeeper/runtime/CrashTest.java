// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.LineState;

/** A device is killed again and again at any point; what the world has seen of it stands. */
class CrashTest {
    private static final int CRASHES = 15;
    private static final Duration IN_ALL = Duration.ofSeconds(20);

    @TempDir Path home;

    private final Map<Long, Long> seen = new HashMap<>();
    private boolean stateSeen;

    @Test
    void afterACrashStatesAreWholeAndNoVisibleTransitionIsMissingOrTwice() throws Exception {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        long end = System.nanoTime() + IN_ALL.toNanos();
        long epoch = 0;
        int crashes = 0;
        for (; crashes < CRASHES && System.nanoTime() < end; crashes++) {
            crash(chance.nextInt(250));
            TransitionLog.Content log = new TransitionLog(home.resolve("transitions.log")).read();
            String place = "seed " + seed + ", crash " + (crashes + 1);
            epoch = epoch == 0 ? log.epoch() : epoch;
            assertThat(log.epoch()).as(place).isEqualTo(epoch).isPositive();
            assertContiguous(place, log.changes());
            assertHoldsWhatWasSeen(place, log.changes());
            assertWhole(place);
        }
        assertThat(crashes).as("crashes in the time there is").isGreaterThanOrEqualTo(3);
        assertThat(seen).hasSizeGreaterThan(crashes);
        assertThat(stateSeen).isTrue();
    }

    /** Runs the device until a moment after it has become visible, and kills it. */
    private void crash(int afterMs) throws IOException, InterruptedException {
        Process device =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingDevice.class.getName(),
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(
                                device.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String> lines = new ArrayList<>();
            lines.add(out.readLine());
            Thread reader = new Thread(() -> out.lines().forEach(lines::add));
            reader.start();
            // The device never ends by itself: this is the time that it has.
            assertThat(device.waitFor(afterMs, TimeUnit.MILLISECONDS)).isFalse();
            // Through the handle, which leaves what is still in the pipe.
            device.toHandle().destroyForcibly();
            reader.join();
            lines.forEach(this::see);
        } finally {
            device.destroyForcibly();
        }
    }

    private void see(String line) {
        assertThat(line).as("the device has not started").isNotNull();
        String[] parts = line.split(" ", 2);
        Long before = seen.put(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        assertThat(before).as("transition %s was visible before", parts[0]).isNull();
    }

    private static void assertContiguous(String place, List<LineStateChanged> changes) {
        long next = 1;
        for (LineStateChanged change : changes) {
            assertThat(change.seq()).as(place).isEqualTo(next++);
        }
    }

    private void assertHoldsWhatWasSeen(String place, List<LineStateChanged> changes) {
        seen.forEach(
                (seq, monoMs) -> {
                    assertThat(seq).as(place).isLessThanOrEqualTo(changes.size());
                    assertThat(changes.get((int) (seq - 1)).monoMs())
                            .as(place + ", transition " + seq)
                            .isEqualTo(monoMs);
                });
    }

    /** A state is there from the first one on, and it is one that was written. */
    private void assertWhole(String place) {
        stateSeen |= Files.exists(home.resolve("line-1.state"));
        if (!stateSeen) {
            return;
        }
        TestClock clock = new TestClock();
        String text = new LineStore(home, clock, Runnable::run).load(1).orElseThrow();
        LineState state = StateText.read(text, Examples.line(1), clock).orElseThrow();
        long n = Long.parseLong(state.memory().get("n"));
        assertThat(state.memory()).as(place).isEqualTo(CrashingDevice.state(n).memory());
    }
}
