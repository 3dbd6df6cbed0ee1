// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.linekeeper.telemetry.mqtt.journal.Item.Gap;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;

/** Power cuts, full disks, acknowledgements and new epochs in any order. */
class JournalProperties {
    private static final int STEPS = 120;

    @Property(tries = 400)
    void whatWasSafeAndNotAcknowledgedIsNeverLost(@ForAll long seed) throws IOException {
        new Run(seed, 1 << 20).go();
    }

    @Property(tries = 400)
    void whatOverflowsIsAGapAndNeverSilent(@ForAll long seed) throws IOException {
        new Run(seed, 20 << 10).go();
    }

    @Property(tries = 300)
    void whateverLiesOnTheDiskIsOpened(@ForAll long seed) throws IOException {
        Random chance = new Random(seed);
        FaultyDisk disk = new FaultyDisk();
        for (String name :
                List.of("journal-head", "journal-acked", "journal-segment-0000000000000003")) {
            byte[] rubbish = new byte[chance.nextInt(300)];
            chance.nextBytes(rubbish);
            disk.open(name).write(0, rubbish);
        }
        Journal journal = new Journal(disk, 20 << 10, () -> 0);
        assertThat(journal.append(List.of(JournalTest.change(7, 1)))).isTrue();
        assertThat(journal.pending(Mark.START, 9)).containsExactly(JournalTest.change(7, 1));
    }

    /** A device's life; it offers again what it has not been told to be safe. */
    private static final class Run {
        private final Random chance;
        private final long seed;
        private final int segment;
        private final FaultyDisk disk = new FaultyDisk();
        private Journal journal;
        private long epoch = 1;
        private long given;
        private long safe;
        private long acked;

        Run(long seed, int segment) throws IOException {
            this.seed = seed;
            this.chance = new Random(seed);
            this.segment = segment;
            this.journal = new Journal(disk, segment, () -> 0);
        }

        void go() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                switch (chance.nextInt(8)) {
                    case 0, 1, 2, 3 -> append(chance.nextInt(30));
                    case 4 -> ack();
                    case 5 -> disk.fail(chance.nextInt(3) == 0);
                    case 6 -> crash();
                    default -> append(1);
                }
                check();
            }
        }

        private void append(int count) {
            given += count;
            List<Transition> changes = new ArrayList<>();
            for (long seq = safe + 1; seq <= given; seq++) {
                changes.add(JournalTest.wide(seq, (int) (seq % 5) + 1));
            }
            if (journal.append(changes)) {
                safe = given;
            }
        }

        private void ack() {
            List<Item> pending = journal.pending(Mark.START, 1000);
            if (!pending.isEmpty()) {
                Item item = pending.get(chance.nextInt(pending.size()));
                assertThat(journal.ack(Mark.behind(item))).as("seed %s", seed).isTrue();
                acked = item.last();
            }
        }

        private void crash() throws IOException {
            disk.fail(false);
            disk.cut(chance);
            journal = new Journal(disk, segment, () -> 0);
            // What the collector has, it has.
            assertThat(journal.last().seq()).as("seed %s", seed).isGreaterThanOrEqualTo(safe);
            append(0);
        }

        private void check() {
            List<Item> pending = journal.pending(Mark.START, Integer.MAX_VALUE);
            long next = pending.isEmpty() ? acked + 1 : pending.get(0).first();
            assertThat(next).as("seed %s: nothing before it", seed).isLessThanOrEqualTo(acked + 1);
            for (Item item : pending) {
                assertThat(item.first()).as("seed %s", seed).isEqualTo(next);
                assertThat(item.epoch()).isEqualTo(epoch);
                next = item.last() + 1;
                if (item instanceof Transition change) {
                    assertThat(change)
                            .isEqualTo(
                                    JournalTest.wide(change.seq(), (int) (change.seq() % 5) + 1));
                } else if (segment > 100_000) {
                    throw new AssertionError("seed " + seed + ": lost " + item);
                } else {
                    assertThat(((Gap) item).why()).isEqualTo(Gap.OVERFLOW);
                }
            }
            assertThat(next).as("seed %s: up to the last", seed).isEqualTo(given + 1);
        }
    }
}
