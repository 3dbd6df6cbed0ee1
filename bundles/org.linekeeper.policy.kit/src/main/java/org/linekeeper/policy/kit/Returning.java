// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Request;

/**
 * Brings the line back to a better hop: to a better server by a probe at intervals, to a better
 * target of the same server when its failback mode says so. Both register there, and disturb
 * neither calls nor the binding in use.
 */
final class Returning {
    /** Names that way's timer. */
    static final String PROBE = "probe";

    static final String FAILBACK = "failback";

    /** Marks a way back that waits until the phone is idle. */
    private static final String DEFERRED = "kit1.deferred-";

    /** How long after a PhoneIdle that never came the phone is looked at. */
    private static final Wait LOOK_AGAIN = Wait.exactly(Duration.ofSeconds(30));

    /** The least time between two tries to go back to a target whose records say 0. */
    private static final Duration SOONEST = Duration.ofSeconds(1);

    private static final List<Round.Purpose> WAYS =
            List.of(Round.Purpose.PROBE, Round.Purpose.FAILBACK);

    private final Questions questions;
    private final Registering registering;

    Returning(Questions questions, Registering registering) {
        this.questions = questions;
        this.registering = registering;
    }

    static boolean isWay(Round.Purpose purpose) {
        return WAYS.contains(purpose);
    }

    private static String timer(Round.Purpose way) {
        return way == Round.Purpose.PROBE ? PROBE : FAILBACK;
    }

    /** The line is at another hop: what was counted from the arrival at the last is void. */
    void moved(Step step) {
        step.stop(FAILBACK);
        forgetDeferred(step);
    }

    /** Lets the timers run exactly while there is something to return to. */
    void keepReturning(Step step) {
        for (Round.Purpose way : WAYS) {
            Optional<Wait> wait = wait(step, way);
            boolean possible = isPossible(step, way);
            if (!possible) {
                step.stop(timer(way));
                step.round(way).ifPresent(step::abandon);
            } else if (wait.isPresent() && !step.runs(timer(way)) && step.round(way).isEmpty()) {
                step.start(timer(way), wait.get());
            }
        }
    }

    private static boolean isBetterAtRenewal(Step step, Round.Purpose way) {
        LineState state = step.state();
        return way == Round.Purpose.FAILBACK
                && hasBetterTarget(state)
                && step.config().settingsOf(state.current().orElseThrow()).failback().mode()
                        == Failback.Mode.REGISTRATION;
    }

    private static boolean isPossible(Step step, Round.Purpose way) {
        return way == Round.Purpose.PROBE
                ? isAtOtherServer(step)
                : toTarget(step).isPresent() || isBetterAtRenewal(step, way);
    }

    /** Whether there is a better server to go back to. */
    static boolean isAtOtherServer(Step step) {
        return step.state().status() == Status.ON_BACKUP
                && step.config().redundancy().probe() != Redundancy.Probe.NONE
                && !Scope.isConcurrent(step.config())
                && (step.config().profile().staysAtTarget()
                        || step.state().current().orElseThrow().ref().index() > 0);
    }

    /** When to look for that way back; empty if there is none, or no timer leads there. */
    static Optional<Wait> wait(Step step, Round.Purpose way) {
        return way == Round.Purpose.PROBE ? toServer(step) : toTarget(step);
    }

    private static Optional<Wait> toServer(Step step) {
        long seconds = step.config().redundancy().probeIntervalSeconds();
        // Else it is OPTIONS that tell when; but of whom, a name that led nowhere does not say.
        boolean wanted = !Confirming.byOptions(step.config()) || Confirming.isBlind(step.state());
        return wanted && isAtOtherServer(step)
                ? Optional.of(Wait.exactly(Duration.ofSeconds(seconds)))
                : Optional.empty();
    }

    /** DNSTTL counts from the look-up, duration from the arrival at the target (Y11). */
    private static Optional<Wait> toTarget(Step step) {
        LineState state = step.state();
        if (!hasBetterTarget(state)) {
            return Optional.empty();
        }
        Hop current = state.current().orElseThrow();
        Failback failback = step.config().settingsOf(current).failback();
        long afterMs =
                switch (failback.mode()) {
                    case DURATION -> failback.afterSeconds().orElse(0) * 1000;
                    case DNS_TTL -> Math.max(1, ttlLeftMs(state, current));
                    default -> 0;
                };
        return afterMs == 0
                ? Optional.empty()
                : Optional.of(Wait.exactly(Duration.ofMillis(afterMs)).atLeast(SOONEST));
    }

    private static long ttlLeftMs(LineState state, Hop hop) {
        return state.targets().get(hop.ref()).endsAtMs(hop.target()) - state.nowMs();
    }

    private static boolean hasBetterTarget(LineState state) {
        return state.status().isInService()
                && !state.config().profile().staysAtTarget()
                && !Order.betterTargets(state).isEmpty();
    }

    /**
     * A REGISTER is due anyway. With failback at the renewal it goes to the server's first target,
     * unless the phone is busy: then as soon as it is idle.
     *
     * @return whether it begins there
     */
    boolean renews(Step step) {
        return isBetterAtRenewal(step, Round.Purpose.FAILBACK)
                && !isPutOff(step, Round.Purpose.FAILBACK);
    }

    /** It is time to look; one that registers takes the line back, so it waits until it may. */
    void due(Step step, Round.Purpose way) {
        boolean wanted = step.state().status().isInService() && step.round(way).isEmpty();
        if (way == Round.Purpose.PROBE && Confirming.isBlind(step.state())) {
            step.emit(new Command.Locate(step.config().layerRefs().get(0)));
        } else if (wanted && !isPutOff(step, way)) {
            step.change(draft -> draft.memory().remove(DEFERRED + timer(way)));
            advance(step, step.open(way, ""), false);
        }
    }

    /** Whether that way has to wait; it is looked at again when it need not. */
    private boolean isPutOff(Step step, Round.Purpose way) {
        Duration held = HoldDown.left(step.state());
        if (!held.isZero()) {
            if (!step.runs(timer(way))) {
                step.start(timer(way), Wait.exactly(held));
            }
            return true;
        }
        boolean mayGo = questions.mayReturn(step.state(), way);
        if (!mayGo) {
            defer(step, way);
        }
        return !mayGo;
    }

    /** Looks that way no more, until there is a new reason to. */
    void giveUp(Step step, Round.Purpose way) {
        Memory.forget(step, DEFERRED + timer(way));
        step.stop(timer(way));
        step.round(way).ifPresent(step::abandon);
    }

    private static void defer(Step step, Round.Purpose way) {
        step.change(draft -> draft.memory().put(DEFERRED + timer(way), ""));
        step.start(timer(way), LOOK_AGAIN);
    }

    private static boolean isDeferred(Step step, Round.Purpose way) {
        return step.state().memory().containsKey(DEFERRED + timer(way));
    }

    private static void forgetDeferred(Step step) {
        WAYS.stream()
                .filter(way -> isDeferred(step, way))
                .forEach(
                        way -> {
                            step.stop(timer(way));
                            step.change(draft -> draft.memory().remove(DEFERRED + timer(way)));
                        });
    }

    /** The phone has no call any more: what waited for that is due. */
    void phoneIdle(Step step) {
        for (Round.Purpose way : WAYS) {
            if (isDeferred(step, way)) {
                step.stop(timer(way));
                due(step, way);
            }
        }
    }

    /** Takes a look to its next hop, or lets the waiting begin again. */
    void advance(Step step, Round round, boolean fresh) {
        List<Hop> order = questions.order(step.state(), round);
        Optional<Hop> next = order.stream().filter(hop -> !round.tried().contains(hop)).findFirst();
        if (Locating.mustWait(step, round, servers(step, round), next, fresh)) {
            return;
        }
        if (next.isEmpty()) {
            again(step, round);
            return;
        }
        Hop hop = next.get();
        // It is a registration of its own, whatever was held there before.
        String id = "r" + step.newId();
        int expires = step.config().servers().get(hop.server()).expiresSeconds();
        step.send(round.withSubject(id), new Request.Register(id, expires), hop, questions);
    }

    private static List<ServerRef> servers(Step step, Round round) {
        List<ServerRef> all = step.config().layerRefs();
        int current = step.state().current().map(hop -> hop.ref().index()).orElse(0);
        return round.purpose() == Round.Purpose.PROBE
                ? all.subList(0, Math.min(all.size(), current + 1))
                : List.of(all.get(current));
    }

    /** There was no way back: the whole interval, or the whole duration, begins anew. */
    private static void again(Step step, Round round) {
        step.close(round);
        // A name that could not be looked up anew has a TTL that is over.
        Duration least = Duration.ofSeconds(step.config().retrySeconds());
        boolean inside = round.purpose() == Round.Purpose.FAILBACK;
        wait(step, round.purpose())
                .map(wait -> inside ? wait.atLeast(least) : wait)
                .ifPresent(wait -> step.start(timer(round.purpose()), wait));
    }

    /** A look has its outcome. */
    void ended(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        if (outcome instanceof Outcome.Response response && response.isSuccess()) {
            step.succeededAt(hop.target());
            step.close(round);
            // The line's own round is about the hop that is being left; waiters go on here.
            Optional<Round> own = step.round(Round.Purpose.REGISTER);
            own.ifPresent(step::abandon);
            registering.granted(step, round.subject(), hop, response, Why.RETURNED);
            own.ifPresent(other -> registering.ready(step, other.id()));
        } else if (questions.isUnavailable(step.state(), hop, outcome)) {
            step.failedAt(hop.target(), outcome, questions);
            Round further = round.failedAt(hop);
            step.put(further);
            advance(step, further, false);
        } else {
            step.succeededAt(hop.target());
            again(step, round);
        }
    }
}
