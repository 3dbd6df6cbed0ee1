// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An outage in numbers.
 *
 * @param id names it
 * @param server which one failed
 * @param cause the word that most phones had for it
 * @param start when the first line left
 * @param end when the last one was back; empty = it is not over
 * @param phones how many left
 * @param away how many of them are not back
 * @param withoutService how many of them can not dial
 * @param returned how many are back
 * @param calls calls that they had when they left
 * @param medianMs how long a line was out of service
 * @param p99Ms how long all but one of a hundred were
 */
public record Incident(
        String id,
        ServerName server,
        String cause,
        Instant start,
        Optional<Instant> end,
        int phones,
        int away,
        int withoutService,
        int returned,
        int calls,
        OptionalLong medianMs,
        OptionalLong p99Ms) {
    Incident endedAt(Instant time) {
        return new Incident(
                id,
                server,
                cause,
                start,
                Optional.of(time),
                phones,
                away,
                withoutService,
                returned,
                calls,
                medianMs,
                p99Ms);
    }

    public boolean isOpen() {
        return end.isEmpty();
    }
}
