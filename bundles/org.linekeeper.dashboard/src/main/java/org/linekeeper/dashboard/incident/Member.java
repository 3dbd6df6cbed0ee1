// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line that left a server because the server failed it.
 *
 * @param name which line
 * @param why what failed, a word
 * @param left when
 * @param leftMono the phone's own count of milliseconds then
 * @param calls calls that its phone had then
 * @param trace the ladder of the switch
 * @param arrived when it was in service again
 * @param outMs how long it was out of service
 * @param server where it was in service again
 * @param returned when it was back
 * @param lost whether its phone has gone, or the line is not to be in service any more
 */
public record Member(
        LineName name,
        String why,
        Instant left,
        long leftMono,
        int calls,
        Optional<String> trace,
        Optional<Instant> arrived,
        OptionalLong outMs,
        Optional<String> server,
        Optional<Instant> returned,
        boolean lost) {
    static Member leaves(
            LineName name,
            String why,
            Instant left,
            long leftMono,
            int calls,
            Optional<String> trace) {
        return new Member(
                name,
                why,
                left,
                leftMono,
                calls,
                trace,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** In service at a server; it counts the first time only. */
    Member arrives(Instant at, OptionalLong mono, String where) {
        if (arrived.isPresent()) {
            return this;
        }
        // The phone's own count is right even where its clock was set meanwhile.
        long byClock = Math.max(0, at.toEpochMilli() - left.toEpochMilli());
        long ms =
                mono.isPresent() && mono.getAsLong() >= leftMono
                        ? mono.getAsLong() - leftMono
                        : byClock;
        return new Member(
                name,
                why,
                left,
                leftMono,
                calls,
                trace,
                Optional.of(at),
                OptionalLong.of(ms),
                Optional.of(where),
                returned,
                false);
    }

    Member returns(Instant at) {
        return new Member(
                name,
                why,
                left,
                leftMono,
                calls,
                trace,
                arrived,
                outMs,
                server,
                Optional.of(at),
                false);
    }

    Member lost(boolean isLost) {
        return new Member(
                name, why, left, leftMono, calls, trace, arrived, outMs, server, returned, isLost);
    }

    /** Whether nobody can dial on it. */
    public boolean withoutService() {
        return arrived.isEmpty() && !lost;
    }

    /** Whether it is still to come back. */
    public boolean away() {
        return returned.isEmpty() && !lost;
    }
}
