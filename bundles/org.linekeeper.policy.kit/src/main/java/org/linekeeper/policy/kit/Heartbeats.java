// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

/**
 * OPTIONS to the primary at intervals, whichever server serves: too many failures in a row move the
 * line to the backup, an answer brings it back, at once or after a delay (V1, V2, V4). An answered
 * OPTIONS alone never moves a line: the return is a REGISTER that succeeds.
 */
final class Heartbeats {
    /** From the first sign of life to the return. */
    static final String RETURN = "return";

    private static final String FAILED = "kit1.heartbeats-failed";

    /** The delay is over, and the return has not succeeded yet. */
    private static final String DUE = "kit1.return-due";

    /** Answers of a server that says itself that it cannot serve. */
    private static final Set<Integer> NOT_ALIVE = Set.of(408, 500, 503);

    private final Questions questions;
    private final Registering registering;
    private final Returning returning;

    Heartbeats(Questions questions, Registering registering, Returning returning) {
        this.questions = questions;
        this.registering = registering;
        this.returning = returning;
    }

    /** The stream of OPTIONS that this state wants; empty without a heartbeat. */
    static Optional<Command.Watch> watched(Step step) {
        Optional<Heartbeat> heartbeat = step.config().heartbeat();
        return heartbeat.isEmpty() || step.isOff()
                ? Optional.empty()
                : primary(step)
                        .map(hop -> Watching.watch(step, hop, heartbeat.get().intervalSeconds()));
    }

    private static Optional<Hop> primary(Step step) {
        return step.state().hops().stream().filter(hop -> hop.ref().index() == 0).findFirst();
    }

    /** Whether an observation is one of these OPTIONS. */
    static boolean isOne(Step step, HealthObserved event) {
        return step.config().heartbeat().isPresent()
                && event.source() == HealthObserved.Source.WATCH
                && primary(step).filter(hop -> hop.target().equals(event.target())).isPresent();
    }

    void beat(Step step, HealthObserved event) {
        Hop primary = primary(step).orElseThrow();
        boolean alive =
                event.verdict() instanceof Outcome.Response response
                        && !NOT_ALIVE.contains(response.code());
        if (alive) {
            step.change(draft -> draft.memory().remove(FAILED));
            step.succeededAt(primary.target());
            mayReturn(step);
        } else {
            step.stop(RETURN);
            step.failedAt(primary.target(), event.verdict(), questions);
            failed(step, primary);
        }
    }

    private void failed(Step step, Hop primary) {
        int failures = 1 + failures(step);
        step.change(draft -> draft.memory().put(FAILED, Integer.toString(failures)));
        boolean serves =
                step.state().status().isInService()
                        && step.state().current().equals(Optional.of(primary));
        if (!serves || failures <= step.config().heartbeat().orElseThrow().maxFailures()) {
            return;
        }
        if (step.state().hops().size() > 1) {
            long round = registering.join(step);
            step.stand(Status.SWITCHING, Why.HEARTBEAT_LOST);
            registering.push(step, round, List.of(primary), new Outcome.NoAnswer(0, 0));
        } else {
            registering.start(step);
        }
    }

    private static int failures(Step step) {
        return Integer.parseInt(step.state().memory().getOrDefault(FAILED, "0"));
    }

    private void mayReturn(Step step) {
        boolean away =
                step.state().status() == Status.ON_BACKUP
                        && step.config().redundancy().probe() == Redundancy.Probe.OPTIONS;
        if (!away || step.round(Round.Purpose.PROBE).isPresent()) {
            return;
        }
        Duration delay = Duration.ofSeconds(step.config().redundancy().returnDelaySeconds());
        if (delay.isZero() || step.state().memory().containsKey(DUE)) {
            returning.due(step, Round.Purpose.PROBE);
        } else if (!step.runs(RETURN)) {
            step.start(RETURN, Wait.exactly(delay));
        }
    }

    /** The primary has been alive for the whole delay. */
    void delayOver(Step step) {
        step.change(draft -> draft.memory().put(DUE, ""));
        mayReturn(step);
    }

    /** The line is at another hop: what was counted towards a return is void. */
    void moved(Step step) {
        step.stop(RETURN);
        if (step.state().memory().containsKey(DUE)) {
            step.change(draft -> draft.memory().remove(DUE));
        }
    }
}
