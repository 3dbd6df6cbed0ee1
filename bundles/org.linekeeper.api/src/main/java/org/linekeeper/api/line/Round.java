// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request on its way through the hops: which it has tried, where it is now, what it waits for.
 * A round ends with a success, with a final refusal, or when no hop is left.
 *
 * @param id unique in the line's lifetime
 * @param purpose what it is for
 * @param subject the call, registration or subscription that it serves; empty for neither
 * @param tried hops that have failed in this round
 * @param at the hop being tried
 * @param attempt the attempt under way there; empty while the round waits
 * @param waitsFor the round that must succeed first (a REGISTER before this INVITE)
 */
public record Round(
        long id,
        Purpose purpose,
        String subject,
        List<Hop> tried,
        Optional<Hop> at,
        OptionalLong attempt,
        OptionalLong waitsFor) {
    public Round {
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(subject);
        tried = List.copyOf(tried);
    }

    /** What a round is for. */
    public enum Purpose {
        /** Brings the line into service. */
        REGISTER,
        /** Asks whether a better server is back, by registering there. */
        PROBE,
        /** Asks whether a better target of the same server is back, by registering there. */
        FAILBACK,
        /** Registers with another server beside the line's own. */
        STANDBY,
        /** Takes away a binding that is no longer wanted. */
        REMOVE,
        /** Sets up a call. */
        INVITE,
        /** Ends a call on the wire. */
        BYE,
        /** Asks a hop for a sign of life, once. */
        OPTIONS,
        /** Sets up, renews or ends a subscription. */
        SUBSCRIBE
    }

    /** A round that has not begun. */
    public static Round of(long id, Purpose purpose, String subject) {
        return new Round(
                id,
                purpose,
                subject,
                List.of(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** The round, trying {@code hop} by {@code attemptId}. */
    public Round trying(Hop hop, long attemptId) {
        return new Round(
                id,
                purpose,
                subject,
                tried,
                Optional.of(hop),
                OptionalLong.of(attemptId),
                OptionalLong.empty());
    }

    /** The round after {@code hop} failed. */
    public Round failedAt(Hop hop) {
        List<Hop> all = new ArrayList<>(tried);
        if (!all.contains(hop)) {
            all.add(hop);
        }
        return new Round(
                id,
                purpose,
                subject,
                all,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** The round, waiting for another one. */
    public Round waitingFor(long round) {
        return new Round(
                id, purpose, subject, tried, at, OptionalLong.empty(), OptionalLong.of(round));
    }

    public Round withSubject(String next) {
        return new Round(id, purpose, next, tried, at, attempt, waitsFor);
    }
}
