// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2CollectorTest extends CollectorRules {
    @TempDir Path directory;

    @Override
    Database database() {
        return at(directory.resolve("history"));
    }

    private static Database at(Path file) {
        return Database.of("jdbc:h2:file:" + file.toAbsolutePath(), "", "");
    }

    @Test
    void aFileThatAnotherProcessHoldsIsRefused() throws Exception {
        Path file = directory.resolve("held");
        Process other = process(file, 1);
        try (BufferedReader out = other.inputReader()) {
            assertThat(out.readLine()).isNotNull();
            assertThat(at(file).refusal())
                    .contains(
                            "The database cannot be used: its file is in use by another process.");
        } finally {
            other.destroyForcibly();
        }
    }

    /** The fourth of the properties: what the disk does not take waits, and nobody with it. */
    @Test
    void aDiskThatIsFullIsWaitedFor() throws Exception {
        Path disk = directory.resolve("disk");
        try (Tmpfs small = Tmpfs.mount(disk, 4);
                ReadingRoom room = new ReadingRoom(at(disk.resolve("history")));
                Desk desk = new Desk(room.forWriting(), Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 32));
            desk.awaitAck("a", 1, 32);
            assertThat(devices(room.store())).hasSize(1);
            small.fill();
            long last = 32;
            while (desk.way().open()) {
                desk.say("a", Phones.batch(1, last + 1, last + 32));
                last += 32;
                Thread.onSpinWait();
            }
            assertThat(desk.way().trouble()).isPresent();
            long known = desk.ack("a", 1).seq();
            small.empty();
            for (long next = known + 1; next <= last; next += 32) {
                desk.say("a", Phones.batch(1, next, next + 31));
            }
            desk.awaitWay(true);
            desk.awaitAck("a", 1, last);
            desk.isWhole("a", 1, last);
            assertThat(devices(room.store()).get(0).transitions()).isEqualTo(last);
        }
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThat(at(Path.of("/proc/nowhere/history")).refusal()).isPresent();
    }

    /** Killed at any moment, it has what it acknowledged. */
    @Test
    void whatWasAcknowledgedOutlivesKill9() throws Exception {
        Path file = directory.resolve("killed");
        long acknowledged = 0;
        for (int round = 0; round < 3; round++) {
            acknowledged = Math.max(acknowledged, killed(file, acknowledged + 1, 10 + 15 * round));
            try (Desk desk = new Desk(at(file), Limits.USUAL)) {
                List<Long> reach = desk.numbers("SELECT seq FROM lk_epoch");
                assertThat(reach).hasSize(1);
                assertThat(reach.get(0)).isGreaterThanOrEqualTo(acknowledged);
                desk.isWhole("a", 1, reach.get(0));
            }
        }
        assertThat(acknowledged).isGreaterThan(100);
    }

    /** Runs one until it has acknowledged that often, and kills it; its last word. */
    private static long killed(Path file, long first, int acks) throws IOException {
        Process process = process(file, first);
        long last = 0;
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < acks; i++) {
                last = Long.parseLong(out.readLine());
            }
            // By its handle: a Process that is destroyed closes its streams.
            process.toHandle().destroyForcibly();
            // What was said before the end counts, too.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = Long.parseLong(line);
            }
        }
        return last;
    }

    private static Process process(Path file, long first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        file.toAbsolutePath().toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
