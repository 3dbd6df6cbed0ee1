// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts wrong codes by the address that they come from. They cannot be guessed, but each one asks
 * the store. For any thread.
 */
final class Attempts {
    static final int FREE = 10;
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_ADDRESSES = 1000;

    private record Count(Instant since, int wrong) {}

    private final Supplier<Instant> clock;
    private final Map<String, Count> counts =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    Attempts(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Whether so many were wrong that the next one is not looked at. */
    synchronized boolean areTooMany(String from) {
        Count count = counts.get(from);
        if (count != null && count.since().plus(WINDOW).isBefore(clock.get())) {
            counts.remove(from);
            return false;
        }
        return count != null && count.wrong() >= FREE;
    }

    /** One more. */
    synchronized void wrong(String from) {
        counts.merge(
                from,
                new Count(clock.get(), 1),
                (old, one) -> new Count(old.since(), old.wrong() + 1));
    }

    synchronized int size() {
        return counts.size();
    }
}
