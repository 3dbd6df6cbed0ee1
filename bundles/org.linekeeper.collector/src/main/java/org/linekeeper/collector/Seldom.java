// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps a sentence that could be said for each message to once a minute. For any thread. */
final class Seldom {
    private static final long EVERY_MS = 60_000;

    private final LongSupplier clockMs;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

    /** By a clock that does not go back. */
    Seldom(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** Whether it is time to say it. */
    boolean isTime() {
        long now = clockMs.getAsLong();
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + EVERY_MS);
    }
}
