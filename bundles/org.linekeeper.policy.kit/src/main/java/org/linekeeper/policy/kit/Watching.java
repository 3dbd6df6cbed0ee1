// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent.HealthObserved;
import org.linekeeper.api.policy.Request;

/** Signs of life outside the line's own requests: OPTIONS, flows, what other lines have learnt. */
final class Watching {
    private static final String LAST_LOST = "kit1.flow-lost";
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Questions questions;
    private final Registering registering;

    Watching(Questions questions, Registering registering) {
        this.questions = questions;
        this.registering = registering;
    }

    /** Lets the OPTIONS keep-alive follow the line from one hop to the next. */
    void follow(Step step, Optional<Command.Watch> before) {
        Optional<Command.Watch> now = watched(step);
        if (now.equals(before)) {
            return;
        }
        before.ifPresent(watch -> step.emit(new Command.Unwatch(watch.hop().target())));
        now.ifPresent(step::emit);
    }

    /** What {@link #follow} has had watched, or will, in this state. */
    static Optional<Command.Watch> watched(Step step) {
        if (step.config().heartbeat().isPresent()) {
            // Never two streams of OPTIONS of one line.
            return Heartbeats.watched(step);
        }
        Keepalive keepalive = step.config().keepalive();
        boolean watches =
                keepalive.kind() == Keepalive.Kind.OPTIONS && step.state().status().isInService();
        return watches
                ? step.state().current().map(hop -> watch(step, hop, keepalive.intervalSeconds()))
                : Optional.empty();
    }

    /** OPTIONS to a hop at an interval, each given up as the settings there say. */
    static Command.Watch watch(Step step, Hop hop, int intervalSeconds) {
        Keepalive keepalive = step.config().keepalive();
        Server settings = step.config().settingsOf(hop);
        OptionalInt sends =
                keepalive.sends().isPresent() ? keepalive.sends() : settings.transmissions();
        OptionalLong giveUpMs = settings.giveUp().optionsMs();
        Budget budget =
                giveUpMs.isPresent()
                        ? new Budget(OptionalInt.empty(), giveUpMs)
                        : new Budget(sends, OptionalLong.empty());
        return new Command.Watch(hop, Duration.ofSeconds(intervalSeconds), budget);
    }

    /** A look at a target by somebody else, or by the keep-alive. */
    void observed(Step step, HealthObserved event) {
        if (event.verdict() instanceof Outcome.Response) {
            // Whatever it says to an OPTIONS: it is alive.
            step.succeededAt(event.target());
            return;
        }
        step.failedAt(event.target(), event.verdict(), questions);
        if (event.source() == HealthObserved.Source.WATCH) {
            suspect(step, event.target());
        }
    }

    /**
     * A flow broke outside any attempt. A server that answers and closes, again and again, is not
     * asked at the speed of the wire; one that the line has left and come back to since is.
     */
    void flowLost(Step step, Target target, Outcome how) {
        step.failedAt(target, how, questions);
        long now = step.state().nowMs();
        String last = step.state().memory().getOrDefault(LAST_LOST, "");
        boolean again = !last.isEmpty() && stoodSince(step, Long.parseLong(last));
        step.change(draft -> draft.memory().put(LAST_LOST, Long.toString(now)));
        if (again && step.round(Round.Purpose.REGISTER).isEmpty() && isOwn(step, target)) {
            step.start(Registering.REFRESH, Wait.exactly(CALM));
        } else {
            suspect(step, target);
        }
    }

    private static boolean stoodSince(Step step, long lastMs) {
        boolean recent = step.state().nowMs() - lastMs < CALM.toMillis();
        return recent && step.state().sinceMs() <= lastMs;
    }

    /** If the line lives on this target, it asks there at once whether it still does. */
    private void suspect(Step step, Target target) {
        if (isOwn(step, target)) {
            registering.start(step);
        }
    }

    private static boolean isOwn(Step step, Target target) {
        return step.state().status().isInService()
                && step.state().current().filter(h -> h.target().equals(target)).isPresent();
    }

    /** OPTIONS by hand, to the hop in use or the first. */
    void askedByHand(Step step) {
        if (step.round(Round.Purpose.OPTIONS).isPresent()) {
            return;
        }
        Optional<Hop> hop =
                step.state().current().or(() -> step.state().hops().stream().findFirst());
        hop.ifPresent(
                to ->
                        step.send(
                                step.open(Round.Purpose.OPTIONS, ""),
                                new Request.Options(),
                                to,
                                questions));
    }

    /** An OPTIONS by hand has its outcome; a server that is silent is one to leave (F2). */
    void optionsEnded(Step step, Round round, Outcome outcome) {
        Target target = round.at().orElseThrow().target();
        step.close(round);
        if (outcome instanceof Outcome.Response) {
            step.succeededAt(target);
        } else {
            step.failedAt(target, outcome, questions);
            suspect(step, target);
        }
    }
}
