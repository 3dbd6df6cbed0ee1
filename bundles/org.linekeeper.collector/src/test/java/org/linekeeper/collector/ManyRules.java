// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.StoreGone;

/** A large fleet on any database. */
abstract class ManyRules extends NewsRules {
    private static final int DEVICES = 100_000;
    private static final int BATCHES = 1_000;
    private static final int PHONES = 50;

    /** Much more than it takes, also where much else runs. */
    private static final Duration BOUND = Duration.ofSeconds(120);

    /** Each with a birth, a snapshot, a policy and an epoch. */
    private static void fill(Database database) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            try (PreparedStatement device =
                            connection.prepareStatement(
                                    "INSERT INTO lk_device (id, tenant, name, seen) VALUES"
                                            + " (?, 'default', ?, CURRENT_TIMESTAMP)");
                    PreparedStatement latest =
                            connection.prepareStatement(
                                    "INSERT INTO lk_latest VALUES"
                                            + " (?, ?, 1, 1, 's', CURRENT_TIMESTAMP, ?)");
                    PreparedStatement epoch =
                            connection.prepareStatement("INSERT INTO lk_epoch VALUES (?, 1, 7)")) {
                for (int i = 1; i <= DEVICES; i++) {
                    long id = 1_000_000L + i;
                    device.setLong(1, id);
                    device.setString(2, "many" + i);
                    device.addBatch();
                    latest(latest, id, "conn", Phones.birth("s1", 1).write());
                    latest(latest, id, "state", Phones.snapshot(1, 7).write());
                    latest(latest, id, "policy", REPORT.write());
                    epoch.setLong(1, id);
                    epoch.addBatch();
                    if (i % 1_000 == 0) {
                        device.executeBatch();
                        latest.executeBatch();
                        epoch.executeBatch();
                        connection.commit();
                    }
                }
            }
        }
    }

    private static void latest(PreparedStatement insert, long device, String kind, String message)
            throws SQLException {
        insert.setLong(1, device);
        insert.setString(2, kind);
        insert.setString(3, message);
        insert.addBatch();
    }

    /** How long it takes until all of them are acknowledged. */
    private static Duration write(Desk desk, long ep) {
        long began = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            long first = 1 + 2L * (i / PHONES);
            desk.say("p" + i % PHONES, Phones.batch(ep, first, first + 1));
        }
        for (int phone = 0; phone < PHONES; phone++) {
            desk.awaitAck("p" + phone, ep, 2L * BATCHES / PHONES);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration read(FleetStore store) {
        long began = System.nanoTime();
        AtomicInteger whole = new AtomicInteger();
        try {
            store.devices(
                    each -> {
                        if (each.snapshot().isPresent() && each.policy().isPresent()) {
                            whole.incrementAndGet();
                        }
                    });
        } catch (StoreGone e) {
            throw new AssertionError(e);
        }
        assertThat(whole).hasValue(DEVICES);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    @Tag("full")
    void aLargeFleetIsReadWhileTheHistoryGrowsAndNeitherWaitsForTheOther() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            settle(desk, 1);
            fill(database);
            Duration firstWriting = write(desk, 1);
            Duration writing = write(desk, 2);
            Duration reading = read(room.store());
            CompletableFuture<Duration> reader = new CompletableFuture<>();
            Thread thread = new Thread(() -> reader.complete(read(room.store())));
            thread.start();
            Duration meanwhile = write(desk, 3);
            Duration together = reader.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            System.out.printf(
                    "%,d devices read in %d ms, %,d batches written in %d ms and %d ms;"
                            + " at once: %d ms, %d ms%n",
                    DEVICES,
                    reading.toMillis(),
                    BATCHES,
                    firstWriting.toMillis(),
                    writing.toMillis(),
                    together.toMillis(),
                    meanwhile.toMillis());
            assertThat(reading).isLessThan(BOUND);
            assertThat(meanwhile).isLessThan(BOUND);
            desk.isWhole("p0", 3, 2L * BATCHES / PHONES);
        }
    }
}
