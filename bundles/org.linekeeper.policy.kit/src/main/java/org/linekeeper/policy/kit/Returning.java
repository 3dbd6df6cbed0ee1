// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Request;

/**
 * Brings the line back to a better hop: probes by REGISTER, and takes away the binding that is left
 * behind. A probe disturbs nothing: neither calls nor the binding in use.
 */
final class Returning {
    static final String PROBE = "probe";

    private static final Wait LOOK_AGAIN = Wait.exactly(Duration.ofSeconds(1));

    private final Questions questions;
    private final Registering registering;

    Returning(Questions questions, Registering registering) {
        this.questions = questions;
        this.registering = registering;
    }

    /** Lets the probe's timer run exactly while there is something to return to. */
    void keepProbing(Step step) {
        boolean wanted =
                step.state().status() == Status.ON_BACKUP
                        && step.config().redundancy().probe() == Redundancy.Probe.REGISTER;
        if (!wanted) {
            step.stop(PROBE);
            step.round(Round.Purpose.PROBE).ifPresent(step::abandon);
        } else if (!step.runs(PROBE) && step.round(Round.Purpose.PROBE).isEmpty()) {
            startTimer(step);
        }
    }

    private void startTimer(Step step) {
        Duration interval = Duration.ofSeconds(step.config().redundancy().probeIntervalSeconds());
        step.start(PROBE, Wait.exactly(interval));
    }

    /**
     * It is time for a probe. One that registers takes the line back, so it waits until the line
     * may go.
     */
    void due(Step step) {
        boolean wanted =
                step.state().status() == Status.ON_BACKUP
                        && step.round(Round.Purpose.PROBE).isEmpty();
        if (wanted && !questions.mayReturn(step.state())) {
            step.start(PROBE, LOOK_AGAIN);
        } else if (wanted) {
            advance(step, step.open(Round.Purpose.PROBE, ""), false);
        }
    }

    /** Takes a probe to its next hop, or lets the interval begin again. */
    void advance(Step step, Round round, boolean fresh) {
        Optional<Hop> next =
                questions.order(step.state(), round).stream()
                        .filter(hop -> !round.tried().contains(hop))
                        .findFirst();
        if (Locating.mustWait(step, round, next, fresh)) {
            return;
        }
        if (next.isEmpty()) {
            step.close(round);
            startTimer(step);
            return;
        }
        Hop hop = next.get();
        // A probe is a registration of its own, whatever was held there before.
        String id = "r" + step.newId();
        int expires = step.config().servers().get(hop.server()).expiresSeconds();
        step.send(round.withSubject(id), new Request.Register(id, expires), hop, questions);
    }

    /** A probe has its outcome. */
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
        } else if (questions.isUnavailable(step.state(), outcome)) {
            step.failedAt(hop.target(), outcome, questions);
            Round further = round.failedAt(hop);
            step.put(further);
            advance(step, further, false);
        } else {
            step.succeededAt(hop.target());
            step.close(round);
            startTimer(step);
        }
    }

    /** A binding is no longer wanted; it goes as soon as no call needs its server. */
    void leave(Step step, Registration binding) {
        if (!step.config().redundancy().removeOldBinding()) {
            Bindings.put(step, binding.withState(Registration.State.LAPSING));
            return;
        }
        Bindings.put(step, binding.withState(Registration.State.REMOVING));
        step.open(Round.Purpose.REMOVE, binding.id());
        removeWhenFree(step);
    }

    /** Sends the removals that no call holds back any more. */
    void removeWhenFree(Step step) {
        for (Round round : step.rounds(Round.Purpose.REMOVE)) {
            Registration binding = step.state().registrations().get(round.subject());
            if (binding == null) {
                step.close(round);
            } else if (round.attempt().isEmpty() && !hasCall(step, binding.hop())) {
                step.send(round, new Request.Register(binding.id(), 0), binding.hop(), questions);
            }
        }
    }

    private static boolean hasCall(Step step, Hop hop) {
        return step.state().calls().values().stream()
                .anyMatch(call -> !call.isDone() && call.hop().equals(Optional.of(hop)));
    }

    /** A removal has its outcome; whatever it is, nothing more can be done. */
    void removed(Step step, Round round) {
        step.close(round);
        Bindings.drop(step, round.subject());
    }

    /** The phone stops: bindings go, if the line wants that, and nothing is tried any more. */
    void stopAll(Step step) {
        for (Round round : step.state().rounds().values()) {
            boolean ofCall =
                    round.purpose() == Round.Purpose.INVITE || round.purpose() == Round.Purpose.BYE;
            if (!ofCall) {
                step.abandon(round);
            }
        }
        step.state().timers().keySet().forEach(step::stop);
        Bindings.dropUngranted(step, Optional.empty());
        for (Registration binding : step.state().registrations().values()) {
            if (step.config().unregisterOnExit()) {
                Bindings.put(step, binding.withState(Registration.State.REMOVING));
                Round round = step.open(Round.Purpose.REMOVE, binding.id());
                step.send(round, new Request.Register(binding.id(), 0), binding.hop(), questions);
            }
        }
    }
}
