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
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.StoreGone;

/** A large fleet on any database. */
abstract class ManyRules extends NewsRules {
    private static final int DEVICES = 100_000;
    private static final int BATCHES = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

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

    private static int read(FleetStore store) {
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
        return whole.get();
    }

    @Test
    void aLargeFleetIsReadWhileTheHistoryGrowsAndNeitherWaitsForTheOther() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            settle(desk, 1);
            fill(database);
            long began = System.nanoTime();
            assertThat(read(room.store())).isEqualTo(DEVICES);
            Duration alone = Duration.ofNanos(System.nanoTime() - began);
            CompletableFuture<Integer> reader = new CompletableFuture<>();
            Thread thread = new Thread(() -> reader.complete(read(room.store())));
            thread.start();
            for (int i = 0; i < BATCHES; i++) {
                desk.say("p" + i % 50, Phones.batch(1, 1 + 2 * (i / 50), 2 + 2 * (i / 50)));
            }
            desk.awaitAck("p49", 1, 2L * BATCHES / 50);
            Duration written = Duration.ofNanos(System.nanoTime() - began).minus(alone);
            assertThat(reader.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(DEVICES);
            System.out.printf(
                    "%,d devices read in %d ms; %,d batches written meanwhile in %d ms%n",
                    DEVICES, alone.toMillis(), BATCHES, written.toMillis());
            assertThat(alone).isLessThan(BOUND);
            assertThat(written).isLessThan(BOUND);
            desk.isWhole("p0", 1, 2L * BATCHES / 50);
        }
    }
}
