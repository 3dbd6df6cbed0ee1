// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.telemetry.mqtt.journal.Item.Gap;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;

class JournalTest {
    private static final int SMALL = 40 << 10;

    private final FaultyDisk disk = new FaultyDisk();

    static Transition change(long epoch, long seq) {
        return new Transition(epoch, seq, (int) (seq % 3) + 1, "{\"seq\":" + seq + "}");
    }

    static Transition wide(long seq, int line) {
        return new Transition(1, seq, line, "x".repeat(300));
    }

    private static List<Transition> changes(long epoch, long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(seq -> change(epoch, seq)).toList();
    }

    private Journal open() throws IOException {
        return new Journal(disk, SMALL, () -> 1234);
    }

    private static List<Item> all(Journal journal) {
        return journal.pending(Mark.START, Integer.MAX_VALUE);
    }

    @Test
    void whatWasAppendedIsThereAfterARestart() throws IOException {
        assertThat(open().append(changes(1, 1, 40))).isTrue();

        assertThat(all(open())).isEqualTo(changes(1, 1, 40));
        assertThat(open().last()).isEqualTo(new Mark(1, 40));
    }

    @Test
    void aTransitionThatIsOfferedAgainIsTakenOnce() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 5));
        journal.append(changes(1, 3, 8));

        assertThat(all(journal)).isEqualTo(changes(1, 1, 8));
    }

    @Test
    void whatIsAcknowledgedIsOfferedNoMoreAlsoAfterARestart() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 10));

        assertThat(journal.ack(new Mark(1, 7))).isTrue();
        assertThat(journal.ack(new Mark(1, 7))).isFalse();
        assertThat(all(journal)).isEqualTo(changes(1, 8, 10));
        journal.close();
        assertThat(all(open())).isEqualTo(changes(1, 8, 10));
    }

    @Test
    void aSeqThatWasTakenAndAcknowledgedIsNotTakenAgainAfterARestart() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 10));
        journal.ack(new Mark(1, 10));
        journal.close();

        Journal next = open();
        next.append(changes(1, 4, 12));
        assertThat(all(next)).isEqualTo(changes(1, 11, 12));
    }

    @Test
    void anAcknowledgementOfWhatWasNeverThereSaysNothing() throws IOException {
        Journal journal = open();
        journal.append(changes(5, 1, 3));

        assertThat(journal.ack(new Mark(5, 4))).isFalse();
        assertThat(journal.ack(new Mark(4, 1))).isFalse();
        assertThat(journal.ack(new Mark(5, 0))).isFalse();
        assertThat(journal.ack(new Mark(5, Long.MAX_VALUE))).isFalse();
        assertThat(journal.size()).isEqualTo(3);
    }

    @Test
    void anEpochIsFinishedBeforeTheNextOneBegins() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 3));
        journal.append(changes(2, 1, 3));

        assertThat(all(journal)).isEqualTo(changes(1, 1, 3));
        assertThat(journal.ack(new Mark(2, 3))).isFalse();
        assertThat(journal.ack(new Mark(1, 3))).isTrue();
        assertThat(journal.pending(new Mark(1, 3), 9)).isEqualTo(changes(2, 1, 3));
        assertThat(all(open())).isEqualTo(changes(2, 1, 3));
    }

    @Test
    void numbersThatNobodyHandedInAreAGap() throws IOException {
        Journal journal = open();
        journal.append(List.of(change(1, 4), change(1, 7)));

        assertThat(all(journal))
                .containsExactly(
                        new Gap(1, 1, 3, 1234, "missing"),
                        change(1, 4),
                        new Gap(1, 5, 6, 1234, "missing"),
                        change(1, 7));
        assertThat(journal.dropped()).isEqualTo(5);
    }

    @Test
    void whatOverflowsLeavesGapsAndTheLastStateOfEachLine() throws IOException {
        Journal journal = open();
        long seq = 1;
        journal.append(List.of(wide(seq++, 7), wide(seq++, 8), wide(seq++, 7)));
        while (seq <= 2000) {
            journal.append(List.of(wide(seq++, 1)));
        }

        List<Item> kept = all(journal);
        assertContiguous(kept, 1, 2000);
        assertThat(kept.subList(0, 3))
                .containsExactly(new Gap(1, 1, 1, 1234, "overflow"), wide(2, 8), wide(3, 7));
        assertThat(kept.get(3)).isInstanceOf(Gap.class);
        assertThat(kept.get(4)).isInstanceOf(Transition.class);
        assertThat(journal.dropped()).isEqualTo(Compaction.lost(kept)).isGreaterThan(1000);
        assertThat(disk.sizes().values().stream().mapToInt(size -> size).sum())
                .isLessThan(2 * SMALL + 2048);
        assertThat(all(open())).isEqualTo(kept);
    }

    @Test
    void acknowledgedSegmentsLeaveTheDisk() throws IOException {
        Journal journal = open();
        for (long seq = 1; seq <= 2000; seq++) {
            journal.append(List.of(wide(seq, 1)));
            journal.ack(new Mark(1, seq));
        }

        assertThat(journal.dropped()).isZero();
        assertThat(disk.sizes()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void withoutADiskEverythingIsSentAndWrittenOnceItIsThereAgain() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 3));
        disk.fail(true);

        assertThat(journal.append(changes(1, 4, 6))).isFalse();
        assertThat(all(journal)).isEqualTo(changes(1, 1, 6));
        assertThat(all(open())).startsWith(changes(1, 1, 3).toArray(Item[]::new));
        disk.fail(false);
        assertThat(journal.append(List.of())).isTrue();
        assertThat(all(open())).isEqualTo(changes(1, 1, 6));
    }

    @Test
    void aBrokenDiskDoesNotFillTheMemory() throws IOException {
        Journal journal = open();
        disk.fail(true);
        for (long seq = 1; seq <= 5000; seq++) {
            journal.append(List.of(wide(seq, 1)));
        }
        assertThat(journal.size()).isLessThan(2 * SMALL / 300);

        disk.fail(false);
        assertThat(journal.append(List.of())).isTrue();
        assertThat(all(open())).isEqualTo(all(journal));
        assertContiguous(all(journal), 1, 5000);
    }

    @Test
    void aDamagedRecordIsAGapUpToTheNextThatIsWhole() throws IOException {
        Journal journal = open();
        for (long seq = 1; seq <= 150; seq++) {
            journal.append(List.of(wide(seq, 1)));
        }
        String first = disk.names().stream().filter(n -> n.contains("segment")).findFirst().get();
        disk.flip(first, 5000);

        List<Item> left = all(open());
        assertContiguous(left, 1, 150);
        assertThat(left).filteredOn(Gap.class::isInstance).hasSize(1);
        assertThat(((Gap) left.stream().filter(Gap.class::isInstance).findFirst().get()).why())
                .isEqualTo("unreadable");
    }

    @Test
    void aDamagedWatermarkLeavesTheOneBefore() throws IOException {
        Journal journal = open();
        journal.append(changes(1, 1, 10));
        journal.ack(new Mark(1, 4));
        journal.ack(new Mark(1, 6));
        journal.close();
        disk.flip("journal-acked", 12);

        assertThat(open().acked()).isEqualTo(new Mark(1, 4));
        assertThat(all(open())).isEqualTo(changes(1, 5, 10));
    }

    @Test
    void aGroupIsForcedOnce() throws IOException {
        Journal journal = open();
        int before = disk.forces();
        journal.append(changes(1, 1, 100));

        assertThat(disk.forces() - before).isEqualTo(1);
    }

    static void assertContiguous(List<Item> items, long first, long last) {
        long next = first;
        for (Item item : new ArrayList<>(items)) {
            assertThat(item.first()).isEqualTo(next);
            next = item.last() + 1;
        }
        assertThat(next).isEqualTo(last + 1);
    }
}
