// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
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
    public static final Duration PATIENCE = Duration.ofMinutes(7);

    private static final String SILENCE = "silence";

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
     * @param standing the collector's
     * @param awaited whether there is a phone that is to be heard of
     * @param up how long somebody has been looking
     * @param silent how long of that nothing has come from any phone
     */
    public static Freshness of(Standing standing, boolean awaited, Duration up, Duration silent) {
        Optional<String> away = away(standing);
        if (away.isPresent()) {
            return up.compareTo(GRACE) < 0
                    ? new Freshness(State.STALE, Optional.of("starting"))
                    : new Freshness(State.BLIND, away);
        }
        return awaited && silent.compareTo(PATIENCE) > 0
                ? new Freshness(State.STALE, Optional.of(SILENCE))
                : new Freshness(State.LIVE, Optional.empty());
    }

    /** Whether all ways are open and yet nobody is heard. */
    public boolean isSilence() {
        return why.equals(Optional.of(SILENCE));
    }

    private static Optional<String> away(Standing standing) {
        if (!standing.broker().open()) {
            return Optional.of("broker_away");
        }
        return standing.database().open() ? Optional.empty() : Optional.of("database_away");
    }
}
