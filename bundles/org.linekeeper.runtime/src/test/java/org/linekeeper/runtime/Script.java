// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** A policy that does what a test says on each kind of event, and nothing on the others. */
final class Script implements FailoverPolicy {
    /** What to do on an event. */
    interface Part {
        Decision decide(LineState state, LineEvent event);
    }

    private final Map<Class<?>, Part> parts = new HashMap<>();
    private final List<LineEvent> events = new ArrayList<>();
    private final List<LineState> states = new ArrayList<>();

    /** A policy that only listens. */
    static Script silent() {
        return new Script();
    }

    Script on(Class<? extends LineEvent> event, Part part) {
        parts.put(event, part);
        return this;
    }

    /** Runs commands and leaves the state. */
    Script on(Class<? extends LineEvent> event, Command... commands) {
        return on(event, (state, e) -> new Decision(state, List.of(commands)));
    }

    /** Changes the state and does nothing. */
    Script change(Class<? extends LineEvent> event, UnaryOperator<LineState> change) {
        return on(event, (state, e) -> new Decision(change.apply(state), List.of()));
    }

    @Override
    public Decision decide(LineState state, LineEvent event) {
        events.add(event);
        states.add(state);
        Part part = parts.get(event.getClass());
        return part == null ? Decision.unchanged(state) : part.decide(state, event);
    }

    List<LineEvent> events() {
        return events;
    }

    <E extends LineEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The state that came with the last event. */
    LineState lastState() {
        return states.get(states.size() - 1);
    }

    /** Sends an OPTIONS to a hop in a round of its own. */
    static Decision send(LineState state, Hop hop) {
        return send(state, hop, Budget.WHOLE);
    }

    static Decision send(LineState state, Hop hop, Budget budget) {
        long attempt = state.nextId();
        Round round = Round.of(attempt, Round.Purpose.OPTIONS, "").trying(hop, attempt);
        LineState next =
                state.with(draft -> draft.nextId(attempt + 1).rounds().put(attempt, round));
        return new Decision(
                next, List.of(new Command.Send(attempt, new Request.Options(), hop, budget)));
    }

    /** Takes an attempt that has ended out of the state. */
    static LineState close(LineState state, long attempt) {
        return state.with(draft -> draft.rounds().remove(attempt));
    }
}
