// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.linekeeper.schema.Transition;
import org.linekeeper.telemetry.mqtt.journal.GroupCommit;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Journal;
import org.linekeeper.telemetry.mqtt.journal.Mark;

/**
 * How many transitions a second a phone's journal takes, and how long one waits until it is safe,
 * beside what a force costs on that disk. A collector that is never far behind acknowledges.
 */
public final class JournalBench {
    private static final int FORCES = 1_000;
    private static final int ONE_BY_ONE = 1_000;
    private static final int MANY = 50_000;
    private static final int MOST_PENDING = 2_000;
    private static final int ROUNDS = 5;
    private static final int[] RATES = {20, 100, 400};
    private static final int SECONDS = 10;

    private JournalBench() {}

    /** Argument: a directory on the disk to be timed. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path disk = Files.createDirectories(Path.of(args[0]));
        List<Double> forces = forces(disk);
        Table.print();
        Table.print("write of one transition, and force", forces);
        double alone = oneByOne(disk);
        for (int round = 1; round <= ROUNDS; round++) {
            double together = many(disk);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %.0f transitions/s by group commit, %.0f/s with a force each%n",
                    round,
                    together,
                    alone);
        }
        Table.print();
        for (int rate : RATES) {
            List<Double> now = new ArrayList<>();
            List<Double> delays = delays(disk, rate, now);
            Table.print("a force alone, just before each", now);
            Table.print("offered -> safe at " + rate + " transitions/s", delays);
            System.out.printf(
                    Locale.ROOT,
                    "   added at p99: %.2f ms; %.1f times a force at the median%n",
                    at(delays, 0.99) - at(now, 0.99),
                    at(delays, 0.5) / at(now, 0.5));
        }
    }

    private static double at(List<Double> times, double share) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * share) - 1));
    }

    /** What the disk does without a journal. */
    private static final class Forced implements AutoCloseable {
        private final byte[] bytes = new byte[transition(1).text().length()];
        private final Path file;
        private final FileChannel channel;

        Forced(Path disk) throws IOException {
            file = Files.createTempFile(disk, "force", "");
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        double ms() throws IOException {
            long from = System.nanoTime();
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(false);
            return (System.nanoTime() - from) / 1e6;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.delete(file);
        }
    }

    private static List<Double> forces(Path disk) throws IOException {
        List<Double> times = new ArrayList<>();
        try (Forced forced = new Forced(disk)) {
            for (int i = 0; i < FORCES; i++) {
                times.add(forced.ms());
            }
        }
        return times;
    }

    private static double oneByOne(Path disk) throws IOException {
        Path home = Files.createTempDirectory(disk, "alone");
        long from = System.nanoTime();
        try (Journal journal = open(home)) {
            for (int seq = 1; seq <= ONE_BY_ONE; seq++) {
                if (!journal.append(List.of(transition(seq)))) {
                    throw new IOException("the disk does not take it");
                }
            }
        }
        return ONE_BY_ONE / ((System.nanoTime() - from) / 1e9);
    }

    private static double many(Path disk) throws IOException, InterruptedException {
        try (Writing writing = new Writing(Files.createTempDirectory(disk, "many"), MANY)) {
            long from = System.nanoTime();
            for (int seq = 1; seq <= MANY; seq++) {
                // The journal is bounded, and nothing is to be lost here.
                while (seq - writing.acked > MOST_PENDING) {
                    LockSupport.parkNanos(100_000);
                }
                writing.offer(seq);
            }
            writing.await(MANY);
            return MANY / ((System.nanoTime() - from) / 1e9);
        }
    }

    /** What a force costs changes from moment to moment: one is timed before each transition. */
    private static List<Double> delays(Path disk, int rate, List<Double> forces)
            throws IOException, InterruptedException {
        int count = rate * SECONDS;
        try (Writing writing = new Writing(Files.createTempDirectory(disk, "delay"), count);
                Forced forced = new Forced(disk)) {
            long start = System.nanoTime();
            for (int seq = 1; seq <= count; seq++) {
                long due = start + seq * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                forces.add(forced.ms());
                writing.offer(seq);
            }
            writing.await(count);
            List<Double> delays = new ArrayList<>();
            for (int seq = 1; seq <= count; seq++) {
                delays.add((writing.safeAt[seq] - writing.offeredAt[seq]) / 1e6);
            }
            return delays;
        }
    }

    private static Journal open(Path home) throws IOException {
        return Journal.open(home, Journal.SEGMENT_BYTES, System::currentTimeMillis);
    }

    private static Item.Transition transition(long seq) {
        Transition told =
                new Transition(
                        seq,
                        Instant.ofEpochMilli(seq),
                        seq,
                        "ntp",
                        1,
                        "on_primary",
                        "on_backup",
                        "no_answer",
                        Optional.of("b.pbx.example"),
                        Optional.of("standard/1.0.0"),
                        Optional.empty());
        return new Item.Transition(1, seq, 1, told.write());
    }

    /** A journal that is written to, and a collector. */
    private static final class Writing implements GroupCommit.Follower, AutoCloseable {
        private static final long ACK_MS = 5;

        private final Item.Transition[] all;
        private final long[] offeredAt;
        private final long[] safeAt;
        private final Journal journal;
        private final GroupCommit commit;
        private final Thread collector = new Thread(this::acknowledge, "collector");
        private volatile int safe;
        private volatile int acked;

        Writing(Path home, int count) throws IOException {
            all = new Item.Transition[count + 1];
            offeredAt = new long[count + 1];
            safeAt = new long[count + 1];
            for (int seq = 1; seq <= count; seq++) {
                all[seq] = transition(seq);
            }
            journal = open(home);
            commit = new GroupCommit(journal, mark -> List.of(), this);
            collector.start();
        }

        void offer(int seq) {
            offeredAt[seq] = System.nanoTime();
            commit.offer(all[seq]);
        }

        /** What the journal has taken is forced by now. */
        @Override
        public void grown() {
            long now = System.nanoTime();
            int last = (int) journal.last().seq();
            for (int seq = safe + 1; seq <= last; seq++) {
                safeAt[seq] = now;
            }
            safe = last;
        }

        @Override
        public void safe(Mark mark) {
            // Said once a second only.
        }

        private void acknowledge() {
            try {
                while (true) {
                    Thread.sleep(ACK_MS);
                    int seq = safe;
                    journal.ack(new Mark(1, seq));
                    acked = seq;
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }

        void await(int seq) {
            while (safe < seq) {
                LockSupport.parkNanos(100_000);
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            collector.interrupt();
            collector.join();
            commit.close();
            if (journal.dropped() > 0) {
                throw new IOException(journal.dropped() + " transitions are lost");
            }
            journal.close();
        }
    }
}
