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
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Subscription;
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

    /** One that subscribes at the first server, and takes what it answers for granted. */
    static Script subscribing() {
        return silent().on(
                        LineEvent.SubscribeAsked.class,
                        (state, e) -> {
                            var asked = (LineEvent.SubscribeAsked) e;
                            String id = asked.subscription();
                            return subscribe(
                                    state, Subscription.asked(id, asked.event(), asked.to()), 3600);
                        })
                .on(
                        LineEvent.UnsubscribeAsked.class,
                        (state, e) -> {
                            String id = ((LineEvent.UnsubscribeAsked) e).subscription();
                            Subscription known = state.subscriptions().get(id);
                            return subscribe(
                                    state, known.withState(Subscription.State.REMOVING), 0);
                        })
                .on(LineEvent.AttemptEnded.class, Script::answered);
    }

    private static Decision subscribe(LineState state, Subscription next, int expires) {
        long attempt = state.nextId();
        Hop hop = Examples.hop(0);
        Round round = Round.of(attempt, Round.Purpose.SUBSCRIBE, next.id()).trying(hop, attempt);
        return new Decision(
                state.with(
                        draft -> {
                            draft.nextId(attempt + 1).rounds().put(attempt, round);
                            draft.subscriptions().put(next.id(), next);
                        }),
                List.of(
                        new Command.Send(
                                attempt,
                                new Request.Subscribe(next.id(), next.event(), next.to(), expires),
                                hop,
                                Budget.WHOLE)));
    }

    private static Decision answered(LineState state, LineEvent event) {
        var ended = (LineEvent.AttemptEnded) event;
        Round round = state.rounds().get(ended.attempt());
        int seconds = ((Outcome.Response) ended.outcome()).expiresSeconds().orElse(0);
        long until = state.nowMs() + seconds * 1000L;
        return Decision.unchanged(
                close(state, ended.attempt())
                        .with(
                                draft ->
                                        draft.subscriptions()
                                                .computeIfPresent(
                                                        round.subject(),
                                                        (id, known) ->
                                                                granted(known, round, until))));
    }

    private static Subscription granted(Subscription known, Round round, long untilMs) {
        return known.state() == Subscription.State.REMOVING
                ? null
                : known.granted(round.at().orElseThrow(), Subscription.State.ACTIVE, untilMs);
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
