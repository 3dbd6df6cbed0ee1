// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.Collector;
import org.linekeeper.collector.Database;
import org.linekeeper.collector.Limits;
import org.linekeeper.collector.Outlets;
import org.linekeeper.collector.Reach;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;

/** How many transitions a second a collector acknowledges: batches of many phones, as JSON. */
public final class CollectorBench {
    private static final int PHONES = 1_000;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 10;
    private static final Instant T0 = Instant.parse("2026-11-20T23:00:00.000Z");

    private CollectorBench() {}

    /** Arguments: transitions in a batch, and the database; without it, H2 in a file. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int size = Integer.parseInt(args[0]);
        String url =
                args.length > 1
                        ? args[1]
                        : "jdbc:h2:file:"
                                + Files.createTempDirectory(Path.of("target"), "history")
                                        .toAbsolutePath()
                                        .resolve("history");
        String password = Optional.ofNullable(System.getenv("LINEKEEPER_DB_PASSWORD")).orElse("");
        String user = args.length > 2 ? args[2] : "";
        Database database = Database.of(url, user, password);
        // Epochs of an earlier run are taken.
        long ep = System.currentTimeMillis();
        try (Collector collector =
                Collector.start(
                        database,
                        Outlets.of((tenant, device, ack) -> {}),
                        new Reach("a database", System::currentTimeMillis),
                        Limits.USUAL,
                        System::currentTimeMillis)) {
            List<Double> measured = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                double rate = time(collector, messages(ep, round, size), round, size);
                if (round > WARM_UP) {
                    measured.add(rate);
                }
            }
            Collections.sort(measured);
            System.out.printf(
                    "batches of %d: median %.0f/s (%.0f to %.0f), %d commits%n",
                    size,
                    measured.get(measured.size() / 2),
                    measured.get(0),
                    measured.get(measured.size() - 1),
                    collector.counts().commits());
        }
    }

    private static double time(Collector collector, List<byte[]> messages, int round, int size)
            throws InterruptedException {
        long goal = (long) round * messages.size() * size;
        long from = System.nanoTime();
        for (int i = 0; i < messages.size(); i++) {
            String topic = Channel.EV.of("default", "phone" + i % PHONES).text();
            while (!collector.offer(topic, messages.get(i), false)) {
                Thread.sleep(1);
            }
        }
        while (collector.counts().stored() < goal) {
            Thread.sleep(1);
        }
        double rate = messages.size() * size / ((System.nanoTime() - from) / 1e9);
        System.out.printf(
                "round %d: %d transitions in batches of %d: %.0f/s%n",
                round, messages.size() * size, size, rate);
        return rate;
    }

    /** Each phone's next batches, in turn. */
    private static List<byte[]> messages(long ep, int round, int size) {
        int each = Math.max(1, 64 / size);
        List<byte[]> messages = new ArrayList<>();
        for (int turn = 0; turn < each; turn++) {
            long first = ((long) (round - 1) * each + turn) * size + 1;
            byte[] message = batch(ep, first, size).write().getBytes(StandardCharsets.UTF_8);
            for (int phone = 0; phone < PHONES; phone++) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static Batch batch(long ep, long first, int size) {
        List<Entry> entries = new ArrayList<>();
        for (long seq = first; seq < first + size; seq++) {
            entries.add(
                    new Transition(
                            seq,
                            T0.plusMillis(seq),
                            seq,
                            "ntp",
                            1,
                            "on_primary",
                            "on_backup",
                            "no_answer",
                            Optional.of("b.pbx.example"),
                            Optional.of("standard/1.0.0"),
                            Optional.empty()));
        }
        return new Batch(ep, entries);
    }
}
