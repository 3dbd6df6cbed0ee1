// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.Optional;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Request;

/** Takes away bindings that are left behind, so that no call forks to a stale contact. */
final class Leaving {
    private final Questions questions;

    Leaving(Questions questions) {
        this.questions = questions;
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
                // The line is back there: a removal sent again would take away the new binding.
                step.abandon(round);
            } else if (round.attempt().isEmpty() && !hasCall(step, binding.hop())) {
                step.send(round, new Request.Register(binding.id(), 0), binding.hop(), questions);
            }
        }
    }

    /**
     * A server answers that may have failed before: what it granted is taken away now, unless the
     * line is going back there (V9).
     */
    void answered(Step step, Target target) {
        boolean stays =
                step.state().status() == Status.ON_BACKUP
                        && step.round(Round.Purpose.PROBE).isEmpty();
        boolean alive =
                step.state().health().getOrDefault(target, Health.GOOD).verdict()
                        == Health.Verdict.AVAILABLE;
        if (!stays || !alive || !step.config().redundancy().removeOldBinding()) {
            return;
        }
        step.state().registrations().values().stream()
                .filter(binding -> binding.state() == Registration.State.LAPSING)
                .filter(binding -> binding.hop().target().equals(target))
                .filter(binding -> binding.expiresAtMs() > step.state().nowMs())
                .toList()
                .forEach(binding -> leave(step, binding));
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
