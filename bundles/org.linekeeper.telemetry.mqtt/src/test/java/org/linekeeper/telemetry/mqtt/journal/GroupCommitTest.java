// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;

class GroupCommitTest {
    private final FaultyDisk disk = new FaultyDisk();
    private final List<Mark> safe = new CopyOnWriteArrayList<>();
    private final List<Transition> runtime = new CopyOnWriteArrayList<>();
    private final GroupCommit.Follower follower =
            new GroupCommit.Follower() {
                @Override
                public void grown() {}

                @Override
                public void safe(Mark mark) {
                    safe.add(mark);
                }
            };

    private Journal journal() throws IOException {
        return new Journal(disk, Journal.SEGMENT_BYTES, () -> 0);
    }

    private GroupCommit start(Journal journal) {
        return new GroupCommit(
                journal,
                mark -> runtime.stream().filter(change -> change.seq() > mark.seq()).toList(),
                follower);
    }

    @Test
    void whatIsOfferedIsWrittenAndSaidToBeSafe() throws Exception {
        Journal journal = journal();
        try (GroupCommit commit = start(journal)) {
            commit.offer(JournalTest.change(1, 1));
            await().untilAsserted(() -> assertThat(safe).contains(new Mark(1, 1)));
        }
        assertThat(journal().size()).isEqualTo(1);
    }

    @Test
    void closingWritesAndTellsWhatStillWaits() throws Exception {
        Journal journal = journal();
        try (GroupCommit commit = start(journal)) {
            LongStream.rangeClosed(1, 3000)
                    .forEach(seq -> commit.offer(JournalTest.change(1, seq)));
        }
        assertThat(safe).last().isEqualTo(new Mark(1, 3000));
        assertThat(journal().last()).isEqualTo(new Mark(1, 3000));
        assertThat(journal().dropped()).isZero();
    }

    @Test
    void manyShareOneForce() throws Exception {
        Journal journal = journal();
        GroupCommit commit = start(journal);
        LongStream.rangeClosed(1, 2000).forEach(seq -> commit.offer(JournalTest.change(1, seq)));
        commit.close();
        assertThat(disk.forces()).isLessThan(1000);
    }

    @Test
    void aHoleIsFilledFromWhatTheRuntimeKeeps() throws Exception {
        LongStream.rangeClosed(1, 9).forEach(seq -> runtime.add(JournalTest.change(1, seq)));
        Journal journal = journal();
        try (GroupCommit commit = start(journal)) {
            commit.offer(JournalTest.change(1, 9));
        }
        assertThat(journal.dropped()).isZero();
        assertThat(journal.size()).isEqualTo(9);
    }

    @Test
    void moreThanCanWaitIsFetchedLater() throws Exception {
        Journal journal = journal();
        disk.fail(true);
        GroupCommit commit = start(journal);
        LongStream.rangeClosed(1, 3000)
                .forEach(
                        seq -> {
                            runtime.add(JournalTest.change(1, seq));
                            commit.offer(JournalTest.change(1, seq));
                        });
        disk.fail(false);
        commit.close();
        assertThat(journal.last()).isEqualTo(new Mark(1, 3000));
        assertThat(journal.dropped()).isZero();
    }

    @Test
    void nothingIsSafeWithoutADiskAndItIsTriedAgain() throws Exception {
        Journal journal = journal();
        disk.fail(true);
        try (GroupCommit commit = start(journal)) {
            commit.offer(JournalTest.change(1, 1));
            await().untilAsserted(() -> assertThat(journal.size()).isEqualTo(1));
            assertThat(safe).doesNotContain(new Mark(1, 1));
            disk.fail(false);
            await().untilAsserted(() -> assertThat(safe).contains(new Mark(1, 1)));
        }
    }
}
