// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * When nobody could be heard last, as the broker, the database or the dashboard was away. Leases
 * begin anew behind it, but those that were over before stay over.
 */
record Deafness(Instant from, Instant until) {
    static final Deafness NEVER = new Deafness(Instant.MIN, Instant.MIN);

    /** When a lease that began then is over. */
    Instant end(Instant leaseFrom, Duration lease) {
        Instant end = leaseFrom.plus(lease);
        return this == NEVER || end.isBefore(from) || leaseFrom.isAfter(until)
                ? end
                : later(end, until.plus(lease));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
