// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call of a line. Its dialog lives in the signalling bundle under the same id.
 *
 * @param id unique on the device
 * @param direction who placed it
 * @param state for the user
 * @param peer URI of the other side
 * @param hop where its dialog runs, once an attempt reached one
 * @param code of the final response, once there is one
 * @param reason why it ended, for people; empty while it lives
 * @param establishedAtMs on the runtime's clock; 0 = never
 * @param bye how the signalling behind a hung-up call goes
 */
public record Call(
        String id,
        Direction direction,
        State state,
        String peer,
        Optional<Hop> hop,
        OptionalInt code,
        String reason,
        long establishedAtMs,
        Bye bye) {
    public Call {
        Objects.requireNonNull(id);
        Objects.requireNonNull(peer);
        Objects.requireNonNull(hop);
        Objects.requireNonNull(reason);
    }

    /** Who placed the call. */
    public enum Direction {
        IN,
        OUT
    }

    /** What the user sees. */
    public enum State {
        TRYING,
        RINGING,
        ESTABLISHED,
        ENDED,
        FAILED;

        public boolean isOver() {
            return this == ENDED || this == FAILED;
        }
    }

    /** The signalling behind a hung-up call. */
    public enum Bye {
        NONE,
        PENDING,
        OK,
        FAILED
    }

    /** A call that the user has just dialled. */
    public static Call dialled(String id, String peer) {
        return of(id, Direction.OUT, State.TRYING, peer, Optional.empty());
    }

    /** A call that rings here; {@code hop} is known when it came from one of the line's targets. */
    public static Call offered(String id, String peer, Optional<Hop> hop) {
        return of(id, Direction.IN, State.RINGING, peer, hop);
    }

    private static Call of(String id, Direction way, State state, String peer, Optional<Hop> hop) {
        return new Call(id, way, state, peer, hop, OptionalInt.empty(), "", 0, Bye.NONE);
    }

    /** Whether nothing more is to happen, on the wire either. */
    public boolean isDone() {
        return state.isOver() && bye != Bye.PENDING;
    }

    public Call withState(State next) {
        return new Call(id, direction, next, peer, hop, code, reason, establishedAtMs, bye);
    }

    public Call withHop(Hop next) {
        return new Call(
                id, direction, state, peer, Optional.of(next), code, reason, establishedAtMs, bye);
    }

    public Call established(long nowMs) {
        return new Call(
                id,
                direction,
                State.ESTABLISHED,
                peer,
                hop,
                OptionalInt.of(200),
                reason,
                nowMs,
                bye);
    }

    public Call over(State end, OptionalInt finalCode, String why) {
        return new Call(id, direction, end, peer, hop, finalCode, why, establishedAtMs, bye);
    }

    public Call withBye(Bye next) {
        return new Call(id, direction, state, peer, hop, code, reason, establishedAtMs, next);
    }
}
