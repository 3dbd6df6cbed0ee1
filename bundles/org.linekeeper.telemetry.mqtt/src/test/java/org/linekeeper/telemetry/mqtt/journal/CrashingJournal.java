// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A journal that grows and is acknowledged until it is killed. Prints {@code safe seq} as soon as a
 * transition is safe.
 */
final class CrashingJournal {
    private CrashingJournal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Journal journal = Journal.open(Path.of(args[0]), 64 << 10, System::currentTimeMillis);
        Semaphore room = new Semaphore(20);
        GroupCommit.Follower follower =
                new GroupCommit.Follower() {
                    @Override
                    public void grown() {
                        // Behind append: what the journal has by now is forced.
                        System.out.print("safe " + journal.last().seq() + "\n");
                        System.out.flush();
                        room.release();
                    }

                    @Override
                    public void safe(Mark mark) {}
                };
        GroupCommit commit = new GroupCommit(journal, mark -> List.of(), follower);
        for (long seq = journal.last().seq() + 1; true; seq++) {
            room.tryAcquire(1, java.util.concurrent.TimeUnit.MILLISECONDS);
            commit.offer(JournalTest.wide(seq, (int) (seq % 4) + 1));
            if (seq % 40 == 0) {
                journal.ack(new Mark(1, Math.max(1, journal.last().seq() - 20)));
            }
        }
    }
}
