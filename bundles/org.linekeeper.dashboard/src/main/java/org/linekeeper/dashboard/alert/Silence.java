// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * Nobody is told for a time: something is known, or planned (a maintenance window begins later).
 *
 * @param id names it
 * @param kind of alerts; empty = all
 * @param server of alerts; empty = all, and those without one
 * @param from when it begins
 * @param until when it ends
 * @param by who asked for it
 * @param note why
 */
public record Silence(
        String id,
        Optional<Kind> kind,
        Optional<String> server,
        Instant from,
        Instant until,
        String by,
        String note) {
    /** Whether it has begun and is not over. */
    boolean isInForce(Instant now) {
        return !now.isBefore(from) && !isOver(now);
    }

    boolean covers(Condition condition, Instant now) {
        return isInForce(now)
                && kind.map(condition.kind()::equals).orElse(true)
                && (server.isEmpty() || server.equals(condition.server()));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
