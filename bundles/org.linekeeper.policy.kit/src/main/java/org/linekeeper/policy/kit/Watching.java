// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
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

    /** Lets the OPTIONS follow the line from one hop to the next, and from interval to interval. */
    void follow(Step step, List<Command.Watch> before) {
        List<Command.Watch> now = watched(step);
        List<Target> targets = now.stream().map(watch -> watch.hop().target()).toList();
        before.stream()
                .map(watch -> watch.hop().target())
                .filter(target -> !targets.contains(target))
                .forEach(target -> step.emit(new Command.Unwatch(target)));
        now.stream().filter(watch -> !before.contains(watch)).forEach(step::emit);
    }

    /** What {@link #follow} has had watched, or will, in this state; each target once. */
    static List<Command.Watch> watched(Step step) {
        Optional<Command.Watch> primary = Heartbeats.watched(step);
        Optional<Command.Watch> alive =
                keptAlive(step)
                        .filter(
                                watch ->
                                        primary.map(other -> other.hop().target())
                                                .filter(watch.hop().target()::equals)
                                                .isEmpty());
        return Stream.concat(primary.stream(), alive.stream()).toList();
    }

    /** A heartbeat is the keep-alive, too. */
    private static Optional<Command.Watch> keptAlive(Step step) {
        Keepalive keepalive = step.config().keepalive();
        boolean watches =
                keepalive.kind() == Keepalive.Kind.OPTIONS
                        && step.config().heartbeat().isEmpty()
                        && step.state().status().isInService();
        Duration interval = Duration.ofSeconds(keepalive.intervalSeconds());
        return watches
                ? step.state().current().map(hop -> watch(step, hop, interval))
                : Optional.empty();
    }

    /** OPTIONS to a hop at an interval, each given up as the settings there say. */
    static Command.Watch watch(Step step, Hop hop, Duration interval) {
        Keepalive keepalive = step.config().keepalive();
        Server settings = step.config().settingsOf(hop);
        OptionalInt sends =
                keepalive.sends().isPresent() ? keepalive.sends() : settings.transmissions();
        OptionalLong giveUpMs = settings.giveUp().optionsMs();
        Budget budget =
                giveUpMs.isPresent()
                        ? new Budget(OptionalInt.empty(), giveUpMs)
                        : new Budget(sends, OptionalLong.empty());
        return new Command.Watch(hop, interval, budget);
    }

    /** A look at a target by somebody else, or by the keep-alive. */
    void observed(Step step, HealthObserved event) {
        if (event.verdict() instanceof Outcome.Response) {
            // Whatever it says to an OPTIONS: it is alive.
            step.succeededAt(event.target());
            return;
        }
        if (event.source() == HealthObserved.Source.WATCH) {
            step.suspectAt(event.target(), event.verdict(), questions);
            suspect(step, event.target());
        } else {
            step.failedAt(event.target(), event.verdict(), questions);
        }
    }

    /**
     * A flow broke outside any attempt. A server that answers and closes, again and again, is not
     * asked at the speed of the wire; one that the line has left and come back to since is.
     */
    void flowLost(Step step, Target target, Outcome how) {
        step.suspectAt(target, how, questions);
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
            step.suspectAt(target, outcome, questions);
            suspect(step, target);
        }
    }
}
