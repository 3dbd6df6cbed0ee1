// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.collector.fleet.StoreGone;

@Timeout(60)
class PoolTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir Path directory;

    private final AtomicInteger opened = new AtomicInteger();

    private Pool pool(Duration patience) {
        Database file = Database.of("jdbc:h2:file:" + directory.resolve("history"), "", "");
        return new Pool(
                () -> {
                    opened.incrementAndGet();
                    return file.open();
                },
                patience);
    }

    private static boolean isValid(Pool pool) throws StoreGone {
        return pool.use(connection -> connection.isValid(1));
    }

    @Test
    void connectionsAreUsedAgainAndOneThatFailedIsNot() throws Exception {
        try (Pool pool = pool(SOON)) {
            for (int i = 0; i < 5; i++) {
                assertThat(isValid(pool)).isTrue();
            }
            assertThat(opened).hasValue(1);
            assertThatThrownBy(() -> pool.use(PoolTest::broken))
                    .isInstanceOf(StoreGone.class)
                    .hasMessage("The database does not answer: broken");
            assertThat(isValid(pool)).isTrue();
            assertThat(opened).hasValue(2);
            assertThatThrownBy(() -> pool.use(PoolTest::faulty))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(isValid(pool)).isTrue();
            assertThat(opened).hasValue(3);
        }
    }

    private static boolean broken(Connection connection) throws SQLException {
        throw new SQLException("broken");
    }

    private static boolean faulty(Connection connection) {
        throw new IllegalStateException("a fault of whoever asks");
    }

    @Test
    void theFifthWaitsAndIsThenToldThatItIsInVain() throws Exception {
        CountDownLatch busy = new CountDownLatch(Pool.MOST);
        CountDownLatch end = new CountDownLatch(1);
        try (Pool pool = pool(SOON)) {
            List<CompletableFuture<Boolean>> askers = new ArrayList<>();
            for (int i = 0; i < Pool.MOST; i++) {
                CompletableFuture<Boolean> asker = new CompletableFuture<>();
                askers.add(asker);
                new Thread(() -> asker.complete(holds(pool, busy, end))).start();
            }
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> pool.use(connection -> true))
                    .isInstanceOf(StoreGone.class)
                    .hasMessageContaining("too many questions");
            end.countDown();
            for (CompletableFuture<Boolean> each : askers) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(isValid(pool)).isTrue();
            assertThat(opened).hasValue(Pool.MOST);
        }
    }

    private static boolean holds(Pool pool, CountDownLatch busy, CountDownLatch end) {
        try {
            return pool.use(
                    connection -> {
                        busy.countDown();
                        return awaited(end);
                    });
        } catch (StoreGone e) {
            return false;
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
