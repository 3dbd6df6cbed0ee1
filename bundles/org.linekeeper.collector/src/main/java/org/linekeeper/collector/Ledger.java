// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.linekeeper.collector.fleet.News;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages into the database, which may be away, and may refuse one of many. Says that it is
 * away once, and once that it is back. One thread.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final int MOST_RACES = 3;

    /** A number takes less than a lane. */
    private static final int TOLD_PER_LANE = 4;

    private final Database database;
    private final Outlets outlets;
    private final Limits limits;
    private final LongSupplier wallMs;
    private final Gauges gauges;
    private final Counts counts;
    private final Pause pause;
    private final Told told;
    private final Instant began;
    private Optional<Store> store = Optional.empty();
    private Optional<Memory> memory = Optional.empty();
    private long pauseMs;

    Ledger(
            Database database,
            Outlets outlets,
            Limits limits,
            LongSupplier wallMs,
            Gauges gauges,
            Pause pause) {
        this.database = database;
        this.outlets = outlets;
        this.limits = limits;
        this.wallMs = wallMs;
        this.gauges = gauges;
        this.counts = gauges.counts();
        this.pause = pause;
        this.told = new Told(TOLD_PER_LANE * limits.lanes());
        this.began = Instant.ofEpochMilli(wallMs.getAsLong());
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        /** Waits so long, or until there is no more point in it; whether there still is. */
        boolean millis(long millis) throws InterruptedException;
    }

    /**
     * Opens the database before there is anything to write, so that trouble is seen at once. Tries
     * until it is open or there is no more point in it.
     *
     * @param tried told after each try whether it is open
     */
    void open(Consumer<Boolean> tried) throws InterruptedException {
        boolean again = true;
        while (again) {
            try {
                ready(Instant.ofEpochMilli(wallMs.getAsLong()));
                isBack();
                again = false;
                tried.accept(true);
            } catch (SQLException e) {
                counts.failed();
                abandon();
                isAway(e);
                tried.accept(false);
                again = pause.millis(pauseMs);
            }
        }
    }

    /** Tries until they are in the database, or there is no more point in it. */
    void persist(List<Message> messages) throws InterruptedException {
        int races = 0;
        while (!messages.isEmpty()) {
            try {
                Round round = commit(messages);
                isBack();
                publish(round);
                return;
            } catch (SQLException e) {
                counts.failed();
                if (SqlStates.isOfTheData(e) && rollback()) {
                    races++;
                    if (races > MOST_RACES || !SqlStates.isRace(e)) {
                        apart(messages, e);
                        return;
                    }
                } else {
                    abandon();
                    isAway(e);
                    if (!pause.millis(pauseMs)) {
                        return;
                    }
                }
            }
        }
    }

    /** One message must not keep the others out. */
    private void apart(List<Message> messages, SQLException why) throws InterruptedException {
        if (messages.size() > 1) {
            for (Message message : messages) {
                persist(List.of(message));
            }
            return;
        }
        counts.drop(Drop.REFUSED, 1);
        gauges.warnings()
                .leftOut(Drop.REFUSED, messages.get(0).from().text(), SqlStates.sentence(why));
    }

    private void isAway(SQLException e) {
        String why = SqlStates.sentence(e);
        if (pauseMs == 0) {
            LOG.warn("The database does not take it, devices keep it: {}", why);
        }
        gauges.reach().away(why);
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
    }

    private void isBack() {
        gauges.reach().open();
        if (pauseMs > 0) {
            pauseMs = 0;
            LOG.info("The database is back.");
        }
    }

    private Store ready(Instant now) throws SQLException {
        if (store.isEmpty()) {
            store = Optional.of(Opening.open(database, now));
        }
        if (memory.isEmpty()) {
            memory = Optional.of(Memory.of(store.get(), limits));
        }
        return store.get();
    }

    private Round commit(List<Message> messages) throws SQLException {
        Instant now = Instant.ofEpochMilli(wallMs.getAsLong());
        Store open = ready(now);
        open.at(now);
        Round round = new Round(open, memory.orElseThrow(), limits, now, told, began);
        for (Message message : messages) {
            round.apply(message);
        }
        round.commit(counts, gauges.warnings());
        return round;
    }

    private void publish(Round committed) {
        committed
                .acks()
                .forEach(
                        (key, ack) -> {
                            try {
                                outlets.acks().acknowledged(key.tenant(), key.device(), ack);
                            } catch (RuntimeException e) {
                                LOG.warn("An acknowledgement was not published", e);
                            }
                        });
        List<News> news = committed.news();
        if (!news.isEmpty()) {
            try {
                outlets.listener().heard(news);
            } catch (RuntimeException e) {
                LOG.warn("Who listens was not told", e);
            }
        }
    }

    /** Whether the connection is still good; what is in memory is read again. */
    private boolean rollback() {
        memory = Optional.empty();
        try {
            if (store.isPresent()) {
                store.get().rollback();
                return true;
            }
        } catch (SQLException e) {
            LOG.debug("The connection is gone: {}", SqlStates.sentence(e));
        }
        return false;
    }

    /** Closes the database; the next message opens it again. */
    void abandon() {
        store.ifPresent(Opening::close);
        store = Optional.empty();
        memory = Optional.empty();
    }
}
