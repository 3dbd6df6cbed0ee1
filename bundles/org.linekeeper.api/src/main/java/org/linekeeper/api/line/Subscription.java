// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;
import java.util.Optional;

/**
 * A subscription of the line (RFC 6665), its dialog being the signalling's. It follows the line
 * from server to server under the same id.
 *
 * @param id unique on the device
 * @param event the event package, such as {@code message-summary}
 * @param to URI of what is watched; empty = the line's own address-of-record
 * @param hop where it stands; empty before the first success and while it stands nowhere
 * @param state how it stands
 * @param expiresAtMs on the runtime's clock; 0 while nothing is granted
 */
public record Subscription(
        String id, String event, String to, Optional<Hop> hop, State state, long expiresAtMs) {
    public Subscription {
        Objects.requireNonNull(id);
        Objects.requireNonNull(event);
        Objects.requireNonNull(to);
        Objects.requireNonNull(hop);
        Objects.requireNonNull(state);
    }

    /** How a subscription stands (RFC 6665 section 4.1.2). */
    public enum State {
        /** Asked for, not yet granted. */
        SUBSCRIBING,
        /** Accepted, and to be allowed by somebody. */
        PENDING,
        /** Granted. */
        ACTIVE,
        /** Refused, or ended by the server; it is asked for anew later unless it was refused. */
        TERMINATED,
        /** No longer wanted, being ended at the server. */
        REMOVING
    }

    /** A subscription that the user has just asked for. */
    public static Subscription asked(String id, String event, String to) {
        return new Subscription(id, event, to, Optional.empty(), State.SUBSCRIBING, 0);
    }

    public Subscription withState(State next) {
        return new Subscription(id, event, to, hop, next, expiresAtMs);
    }

    /** Granted, or allowed, at {@code place} until then. */
    public Subscription granted(Hop place, State next, long untilMs) {
        return new Subscription(id, event, to, Optional.of(place), next, untilMs);
    }

    /** It stands nowhere. */
    public Subscription ended(State next) {
        return new Subscription(id, event, to, Optional.empty(), next, 0);
    }
}
