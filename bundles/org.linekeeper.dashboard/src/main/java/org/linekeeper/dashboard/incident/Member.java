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
 * @param departure how it left
 * @param arrival how it was in service again
 * @param returned when it was back
 * @param lost whether its phone has gone, or the line is not to be in service any more
 */
public record Member(
        LineName name,
        Departure departure,
        Optional<Arrival> arrival,
        Optional<Instant> returned,
        boolean lost) {
    /**
     * From the server that failed.
     *
     * @param from the state that it left, {@code on_primary} or {@code on_backup}
     * @param why what failed, a word
     * @param at when
     * @param mono the phone's own count of milliseconds then
     * @param calls calls that its phone had then
     * @param trace the ladder of the switch
     */
    public record Departure(
            String from, String why, Instant at, long mono, int calls, Optional<String> trace) {}

    /**
     * At a server.
     *
     * @param at when
     * @param outMs how long it was out of service until then
     * @param server which one
     */
    public record Arrival(Instant at, long outMs, String server) {}

    static Member leaves(LineName name, Departure departure) {
        return new Member(name, departure, Optional.empty(), Optional.empty(), false);
    }

    /** In service at a server; it counts the first time only. */
    Member arrives(Instant at, OptionalLong mono, String server) {
        if (arrival.isPresent()) {
            return this;
        }
        // The phone's own count is right even where its clock was set meanwhile.
        long outMs =
                mono.isPresent() && mono.getAsLong() >= departure.mono()
                        ? mono.getAsLong() - departure.mono()
                        : Math.max(0, at.toEpochMilli() - left().toEpochMilli());
        return new Member(
                name, departure, Optional.of(new Arrival(at, outMs, server)), returned, false);
    }

    Member returns(Instant at) {
        return new Member(name, departure, arrival, Optional.of(at), false);
    }

    Member lost(boolean isLost) {
        return new Member(name, departure, arrival, returned, isLost);
    }

    /** When it left. */
    public Instant left() {
        return departure.at();
    }

    /** How long it was out of service; empty while it is, and when it did not come back. */
    public OptionalLong outMs() {
        return arrival.isPresent() ? OptionalLong.of(arrival.get().outMs()) : OptionalLong.empty();
    }

    /** Whether nobody can dial on it. */
    public boolean withoutService() {
        return arrival.isEmpty() && !lost;
    }

    /** Whether it is still to come back. */
    public boolean away() {
        return returned.isEmpty() && !lost;
    }
}
