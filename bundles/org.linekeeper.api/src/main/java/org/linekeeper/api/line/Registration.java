// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;

/**
 * A binding of the line at one hop (RFC 3261 section 10).
 *
 * @param id names it in requests; each id has a Call-ID of its own
 * @param hop where it is held
 * @param state how it stands
 * @param expiresAtMs on the runtime's clock; 0 while nothing is granted
 */
public record Registration(String id, Hop hop, State state, long expiresAtMs) {
    public Registration {
        Objects.requireNonNull(id);
        Objects.requireNonNull(hop);
        Objects.requireNonNull(state);
    }

    /** How a binding stands. */
    public enum State {
        /** The first REGISTER is on its way. */
        REGISTERING,
        /** Granted. */
        REGISTERED,
        /** Granted once, and its server no longer answers; it may still stand there. */
        LAPSING,
        /** Being removed with Expires: 0. */
        REMOVING
    }

    /** Whether the registrar still holds the binding, as far as we know. */
    public boolean isLive(long nowMs) {
        return state == State.REGISTERED && nowMs < expiresAtMs;
    }

    public Registration withState(State next) {
        return new Registration(id, hop, next, expiresAtMs);
    }

    public Registration granted(long untilMs) {
        return new Registration(id, hop, State.REGISTERED, untilMs);
    }
}
