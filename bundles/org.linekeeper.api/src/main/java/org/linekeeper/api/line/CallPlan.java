// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where a dialled call is to go, and what moves it from one destination to the next (B1–B7). Data
 * only: a policy carries it out. Immutable; {@link #with} makes a changed copy.
 *
 * <p>Without destinations the call goes through the line's own servers, as the line fails over.
 * With destinations, these and nothing else are tried, in order: a time-out or a transport error
 * moves the call on, and of the final responses those that {@link #movingCodes} holds. A 2xx never
 * moves a call.
 */
public final class CallPlan {
    /** A longer list is a mistake. */
    public static final int MOST_DESTINATIONS = 20;

    /** Longest time until the next destination. */
    public static final int MOST_SECONDS = 3600;

    private final Draft values;

    private CallPlan(Draft values) {
        this.values = values;
    }

    /**
     * One place that a call can go to.
     *
     * @param uri a {@code sip:} or {@code sips:} URI; through the line also digits that stand in
     *     the line's own domain; at most {@link #MOST_URI} characters
     * @param transport over which the URI's own host is asked: UDP, TCP or TLS; empty = the request
     *     goes through the line's own servers, as a call without destinations does
     */
    public record Destination(String uri, Optional<Transport> transport) {
        /** A longer URI is refused. */
        public static final int MOST_URI = 256;

        public Destination {
            if (uri.isBlank() || uri.length() > MOST_URI) {
                throw new IllegalArgumentException("a destination is no URI of up to " + MOST_URI);
            }
            if (transport.equals(Optional.of(Transport.NAPTR))) {
                throw new IllegalArgumentException("a destination has a transport of its own");
            }
        }

        /** The host that the URI names. */
        public static Destination at(String uri, Transport transport) {
            return new Destination(uri, Optional.of(transport));
        }

        /** The line's own servers. */
        public static Destination throughLine(String to) {
            return new Destination(to, Optional.empty());
        }

        /** For example {@code sip:101@192.0.2.1/TCP}. */
        @Override
        public String toString() {
            return uri + transport.map(t -> "/" + t).orElse("");
        }
    }

    /** A call to this URI or these digits, through the line's own servers. */
    public static CallPlan to(String to) {
        Draft draft = new Draft();
        draft.to = Objects.requireNonNull(to);
        return new CallPlan(draft);
    }

    /** A copy, changed by {@code changes}; the draft is dead afterwards. */
    public CallPlan with(Consumer<Draft> changes) {
        Draft draft = values.copy();
        changes.accept(draft);
        return new CallPlan(draft.copy());
    }

    /**
     * What was dialled: a {@code sip:} or {@code sips:} URI, or digits in the line's own domain.
     */
    public String to() {
        return values.to;
    }

    /** In order, the first one first; empty = the line's own servers. */
    public List<Destination> destinations() {
        return values.destinations;
    }

    /**
     * How long a destination may leave the INVITE without any response, in seconds; 0 = as long as
     * SIP itself waits (B3).
     */
    public int invitingSeconds() {
        return values.invitingSeconds;
    }

    /**
     * How long a final response may take from the first provisional response on, whatever its code,
     * in seconds; 0 = for ever (B4).
     */
    public int provisionalSeconds() {
        return values.provisionalSeconds;
    }

    /** Whether the first 180 or 183 stops the provisional timer: it rings, so let it ring. */
    public boolean ringingStopsTimer() {
        return values.ringingStopsTimer;
    }

    /** The final responses, of 300 to 699, that move the call on (B5). */
    public Set<Integer> movingCodes() {
        return values.movingCodes;
    }

    /** Whether a 3xx is followed to its Contacts, before {@link #movingCodes} is looked at (B6). */
    public boolean redirection() {
        return values.redirection;
    }

    /** Whether it goes at once whatever the line waits for: unregistered, and to any server. */
    public boolean isEmergency() {
        return values.emergency;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallPlan plan && plan.values.key().equals(values.key());
    }

    @Override
    public int hashCode() {
        return values.key().hashCode();
    }

    @Override
    public String toString() {
        return values.to + (values.destinations.isEmpty() ? "" : " by " + values.destinations);
    }

    /** The changeable form of a plan; each setter returns the draft. */
    public static final class Draft {
        private String to = "";
        private List<Destination> destinations = List.of();
        private int invitingSeconds;
        private int provisionalSeconds;
        private boolean ringingStopsTimer;
        private Set<Integer> movingCodes = Set.of();
        private boolean redirection;
        private boolean emergency;

        private Draft() {}

        public Draft destinations(List<Destination> value) {
            if (value.size() > MOST_DESTINATIONS) {
                throw new IllegalArgumentException("more than " + MOST_DESTINATIONS);
            }
            destinations = List.copyOf(value);
            return this;
        }

        public Draft invitingSeconds(int value) {
            invitingSeconds = checked(value);
            return this;
        }

        public Draft provisionalSeconds(int value) {
            provisionalSeconds = checked(value);
            return this;
        }

        public Draft ringingStopsTimer(boolean value) {
            ringingStopsTimer = value;
            return this;
        }

        public Draft movingCodes(Set<Integer> value) {
            for (int code : value) {
                if (code < 300 || code > 699) {
                    throw new IllegalArgumentException(code + " moves no call");
                }
            }
            movingCodes = Set.copyOf(value);
            return this;
        }

        public Draft redirection(boolean value) {
            redirection = value;
            return this;
        }

        public Draft emergency(boolean value) {
            emergency = value;
            return this;
        }

        private static int checked(int seconds) {
            if (seconds < 0 || seconds > MOST_SECONDS) {
                throw new IllegalArgumentException(seconds + " s is not in 0.." + MOST_SECONDS);
            }
            return seconds;
        }

        private Draft copy() {
            Draft copy = new Draft();
            copy.to = to;
            copy.destinations = destinations;
            copy.invitingSeconds = invitingSeconds;
            copy.provisionalSeconds = provisionalSeconds;
            copy.ringingStopsTimer = ringingStopsTimer;
            copy.movingCodes = movingCodes;
            copy.redirection = redirection;
            copy.emergency = emergency;
            return copy;
        }

        private List<Object> key() {
            return List.of(
                    to,
                    destinations,
                    invitingSeconds,
                    provisionalSeconds,
                    ringingStopsTimer,
                    movingCodes,
                    redirection,
                    emergency);
        }
    }
}
