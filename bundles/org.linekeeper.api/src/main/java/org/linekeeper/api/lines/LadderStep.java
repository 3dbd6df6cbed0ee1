// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.time.Instant;
import java.util.Optional;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.sip.TraceEntry;

/**
 * One step of a {@link Ladder}.
 *
 * @param at the device's wall clock
 * @param monoMs milliseconds since the device's runtime started; steps are in this order
 * @param kind what it is
 * @param way of a message: from or to the phone
 * @param peer of a message: address and port of the other side
 * @param transport of a message: how it travelled
 * @param text the message, without credentials and cut to 4,000 characters, or a sentence without a
 *     number or a name of a person
 */
public record LadderStep(
        Instant at,
        long monoMs,
        Kind kind,
        Optional<TraceEntry.Way> way,
        Optional<String> peer,
        Optional<Transport> transport,
        String text) {
    /** What a step tells of. */
    public enum Kind {
        /** A message on the wire, each transmission of it. */
        MESSAGE,
        /** A timer that starts, ends or is cancelled, or the time of an attempt that is over. */
        TIMER,
        /** What the line learnt, made of it and did. */
        DECISION
    }

    /** A message on the wire, with this much of its text. */
    public static LadderStep message(Instant at, long monoMs, TraceEntry message, String text) {
        return new LadderStep(
                at,
                monoMs,
                Kind.MESSAGE,
                Optional.of(message.way()),
                Optional.of(message.peer()),
                Optional.of(message.transport()),
                text);
    }

    /** Anything but a message. */
    public static LadderStep note(Instant at, long monoMs, Kind kind, String text) {
        return new LadderStep(
                at, monoMs, kind, Optional.empty(), Optional.empty(), Optional.empty(), text);
    }
}
