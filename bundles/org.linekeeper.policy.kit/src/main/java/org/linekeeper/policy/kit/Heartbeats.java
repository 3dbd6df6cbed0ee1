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
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

/**
 * OPTIONS to the primary at intervals: too many failures in a row move the line to the backup (V1,
 * V2), answers there bring it back as {@link Confirming} has it (V4).
 */
final class Heartbeats {
    private static final String FAILED = "kit1.heartbeats-failed";

    /** Answers of a server that says itself that it cannot serve. */
    private static final Set<Integer> NOT_ALIVE = Set.of(408, 500, 503);

    private final Questions questions;
    private final Registering registering;
    private final Confirming confirming;

    Heartbeats(Questions questions, Registering registering, Confirming confirming) {
        this.questions = questions;
        this.registering = registering;
        this.confirming = confirming;
    }

    /**
     * The stream of OPTIONS to the primary that this state wants: the heartbeat whichever server
     * serves, without one the probe's while another does.
     */
    static Optional<Command.Watch> watched(Step step) {
        Optional<Duration> usual =
                step.config()
                        .heartbeat()
                        .map(heartbeat -> Duration.ofSeconds(heartbeat.intervalSeconds()))
                        .or(() -> ofProbe(step));
        return usual.isEmpty() || step.isOff()
                ? Optional.empty()
                : Confirming.primary(step.state())
                        .map(
                                hop ->
                                        Watching.watch(
                                                step, hop, Confirming.interval(step, usual.get())));
    }

    private static Optional<Duration> ofProbe(Step step) {
        long seconds = step.config().redundancy().probeIntervalSeconds();
        return Confirming.isWanted(step)
                ? Optional.of(Duration.ofSeconds(Math.max(1, seconds)))
                : Optional.empty();
    }

    /** Whether an observation is one of these OPTIONS. */
    static boolean isOne(Step step, HealthObserved event) {
        return event.source() == HealthObserved.Source.WATCH
                && watched(step).filter(w -> w.hop().target().equals(event.target())).isPresent();
    }

    /** What was counted before a restart says nothing of what is there after it. */
    void started(Step step) {
        Memory.forget(step, FAILED);
        confirming.moved(step);
    }

    void beat(Step step, HealthObserved event) {
        Hop primary = Confirming.primary(step.state()).orElseThrow();
        boolean alive =
                event.verdict() instanceof Outcome.Response response
                        && !NOT_ALIVE.contains(response.code());
        if (alive) {
            Memory.forget(step, FAILED);
            step.succeededAt(primary.target());
            confirming.good(step);
        } else {
            confirming.bad(step);
            step.config()
                    .heartbeat()
                    .ifPresentOrElse(
                            heartbeat -> failed(step, primary, event.verdict(), heartbeat),
                            () -> step.failedAt(primary.target(), event.verdict(), questions));
        }
    }

    private void failed(Step step, Hop primary, Outcome verdict, Heartbeat heartbeat) {
        int failures = Memory.count(step, FAILED, Integer.MAX_VALUE);
        boolean serves =
                step.state().status().isInService()
                        && step.state().current().equals(Optional.of(primary));
        if (serves && failures <= heartbeat.maxFailures()) {
            step.suspectAt(primary.target(), verdict, questions);
            return;
        }
        step.failedAt(primary.target(), verdict, questions);
        if (!serves) {
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
}
