// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.linekeeper.schema.Ack;
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

    private final Database database;
    private final Acks acks;
    private final Limits limits;
    private final LongSupplier wallMs;
    private final Counts counts;
    private final Pause pause;
    private final Warnings warnings;
    private Optional<Store> store = Optional.empty();
    private Optional<Memory> memory = Optional.empty();
    private long pauseMs;

    Ledger(
            Database database,
            Acks acks,
            Limits limits,
            LongSupplier wallMs,
            Counts counts,
            Warnings warnings,
            Pause pause) {
        this.database = database;
        this.acks = acks;
        this.limits = limits;
        this.wallMs = wallMs;
        this.counts = counts;
        this.warnings = warnings;
        this.pause = pause;
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
                publish(commit(messages));
                isBack();
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
        warnings.leftOut(Drop.REFUSED, messages.get(0).from().text(), SqlStates.sentence(why));
    }

    private void isAway(SQLException e) {
        if (pauseMs == 0) {
            LOG.warn("The database does not take it, devices keep it: {}", SqlStates.sentence(e));
        }
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
    }

    private void isBack() {
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

    private Map<Lane.Key, Ack> commit(List<Message> messages) throws SQLException {
        Instant now = Instant.ofEpochMilli(wallMs.getAsLong());
        Store open = ready(now);
        open.at(now);
        Round round = new Round(open, memory.orElseThrow(), limits, now.toEpochMilli());
        for (Message message : messages) {
            round.apply(message);
        }
        return round.commit(counts, warnings);
    }

    private void publish(Map<Lane.Key, Ack> committed) {
        committed.forEach(
                (key, ack) -> {
                    try {
                        acks.acknowledged(key.tenant(), key.device(), ack);
                    } catch (RuntimeException e) {
                        LOG.warn("An acknowledgement was not published", e);
                    }
                });
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
