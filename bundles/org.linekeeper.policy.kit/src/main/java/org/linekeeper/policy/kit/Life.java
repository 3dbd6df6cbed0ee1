// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/** A line's start, and what happens to it as a whole. */
final class Life {
    private final Registering registering;
    private final Standby standby;
    private final Subscribing subscribing;

    Life(Registering registering, Standby standby, Subscribing subscribing) {
        this.registering = registering;
        this.standby = standby;
        this.subscribing = subscribing;
    }

    /**
     * After a restart the first hop comes first or, where the line keeps to the one it was at, that
     * one, if its binding lives. What was learnt of targets is kept.
     */
    void started(Step step) {
        Optional<Hop> kept = step.state().current().filter(hop -> isKept(step, hop));
        step.state().timers().keySet().forEach(step::stop);
        step.change(
                draft -> {
                    draft.rounds().clear();
                    draft.registrations().clear();
                });
        subscribing.forgetPlaces(step);
        begin(step, kept, Why.STARTED);
    }

    private static boolean isKept(Step step, Hop hop) {
        boolean stays =
                !step.config().profile().staysAtTarget()
                        && hop.ref().index() == 0
                        && Order.staysAtCurrent(step.config(), hop);
        return stays
                && Bindings.at(step.state(), hop)
                        .filter(binding -> binding.isLive(step.state().nowMs()))
                        .isPresent();
    }

    private void begin(Step step, Optional<Hop> kept, Why why) {
        boolean serves = step.config().enabled() && !step.config().layer().isEmpty();
        if (!serves) {
            step.stand(Status.DISABLED, Optional.empty(), why);
            return;
        }
        step.stand(Status.REGISTERING, kept, why);
        Locating.start(step);
        Duration surge = Duration.ofSeconds(step.config().surgeSpreadSeconds());
        if (why.equals(Why.STARTED) && !surge.isZero()) {
            // After a power cut a whole fleet starts at once; whoever dials goes at once, too.
            step.start(Registering.RETRY, new Wait(Duration.ZERO, surge));
        } else {
            registering.start(step);
        }
    }

    /** Settings changed under a line whose servers and identity are the same. */
    void configured(Step step, LineConfig config) {
        boolean wasDisabled = step.state().status() == Status.DISABLED;
        step.change(draft -> draft.config(config));
        if (wasDisabled) {
            begin(step, Optional.empty(), Why.CONFIGURED);
        } else {
            step.stop(Returning.PROBE);
            step.stop(Returning.FAILBACK);
            registering.start(step);
        }
    }

    /** Every address may be another one now: the line registers anew from where it is. */
    void networkChanged(Step step) {
        if (step.isOff()) {
            return;
        }
        Locating.doubt(step);
        step.change(draft -> draft.health().clear());
        step.change(draft -> draft.why(Why.NETWORK_CHANGED));
        registering.restart(step);
        standby.restart(step);
        subscribing.forgetPlaces(step);
    }

    /** Starts what a line in this status needs and no timer or round provides. */
    void policyChanged(Step step) {
        LineState state = step.state();
        boolean registers = step.round(Round.Purpose.REGISTER).isPresent();
        if (registers) {
            return;
        }
        boolean inService = state.status().isInService();
        boolean provided =
                step.runs(Registering.RETRY) || inService && step.runs(Registering.REFRESH);
        if (!provided && inService) {
            long leftMs =
                    state.current()
                            .flatMap(hop -> Bindings.at(state, hop))
                            .map(Registration::expiresAtMs)
                            .map(end -> Math.max(0, end - state.nowMs()))
                            .orElse(0L);
            step.start(Registering.REFRESH, Wait.exactly(Duration.ofMillis(leftMs / 2)));
        } else if (!provided) {
            registering.start(step);
        }
    }
}
