// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;

/**
 * Whether what is shown can be believed.
 *
 * @param state how far
 * @param why a word; empty = live
 */
public record Freshness(State state, Optional<String> why) {
    /** The broker or the database is not there at once when everything starts. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * Each phone sends something at least each five minutes, give or take a fifth; after a power
     * cut all of them do so together.
     */
    static final Duration PATIENCE = Duration.ofMinutes(7);

    /** How far. */
    public enum State {
        LIVE,
        /** Nothing contradicts it, but nothing confirms it either. */
        STALE,
        /** What happens now is not seen. */
        BLIND;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Judges.
     *
     * @param standing the collector's; empty = there is none
     * @param online phones that are to be heard
     * @param started since when somebody looks
     */
    public static Freshness of(
            Optional<Standing> standing, int online, Instant started, Instant now) {
        boolean starting = now.isBefore(started.plus(GRACE));
        Optional<String> away = standing.isEmpty() ? Optional.of("collector_away") : away(standing);
        if (away.isPresent()) {
            return starting
                    ? new Freshness(State.STALE, Optional.of("starting"))
                    : new Freshness(State.BLIND, away);
        }
        Instant heard = standing.flatMap(Standing::lastMessage).orElse(started);
        heard = heard.isBefore(started) ? started : heard;
        if (online > 0 && now.isAfter(heard.plus(PATIENCE))) {
            return new Freshness(State.STALE, Optional.of("silence"));
        }
        return new Freshness(State.LIVE, Optional.empty());
    }

    private static Optional<String> away(Optional<Standing> standing) {
        if (!standing.get().broker().open()) {
            return Optional.of("broker_away");
        }
        return standing.get().database().open() ? Optional.empty() : Optional.of("database_away");
    }
}
