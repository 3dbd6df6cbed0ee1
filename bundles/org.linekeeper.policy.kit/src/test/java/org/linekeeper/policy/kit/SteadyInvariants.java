// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

/**
 * What a line with {@link Steadiness} keeps to, counted here from what comes in and goes out, not
 * from what the policy remembers.
 */
final class SteadyInvariants {
    private Optional<Hop> place = Optional.empty();
    private long arrivedMs;

    /** Whether it arrived at the first target of all: where its name leads may change later. */
    private boolean arrivedAtHome;

    private long firstGoodMs;
    private int good;
    private int bad;

    void decided(LineState before, LineEvent event, Decision decision) {
        LineState after = decision.state();
        Steadiness steadiness = after.config().steadiness();
        if (steadiness.equals(Steadiness.NONE)) {
            return;
        }
        if (event instanceof HealthObserved observed) {
            count(before, observed);
        }
        for (Command command : decision.commands()) {
            if (command instanceof Command.Send send) {
                sends(after, send);
            }
        }
        if (isReturn(before, event, after)) {
            mayReturn(after, Round.Purpose.PROBE);
        }
        leavesAtOnce(before, event, after);
        move(after);
    }

    /** Answers of the primary while another server serves, failures while it does itself. */
    private void count(LineState before, HealthObserved event) {
        boolean watched = event.source() == HealthObserved.Source.WATCH;
        if (!isOfPrimary(before, event)) {
            return;
        }
        if (!isGood(event.verdict())) {
            good = 0;
            bad += watched ? 1 : 0;
        } else if (watched) {
            bad = 0;
            firstGoodMs = good == 0 ? before.nowMs() : firstGoodMs;
            good += before.status() == Status.ON_BACKUP ? 1 : 0;
        }
    }

    private static boolean isOfPrimary(LineState before, HealthObserved event) {
        return primary(before).map(Hop::target).equals(Optional.of(event.target()));
    }

    private static boolean isGood(Outcome verdict) {
        return verdict instanceof Outcome.Response response
                && response.code() != 408
                && response.code() != 500
                && response.code() != 503;
    }

    private static Optional<Hop> primary(LineState state) {
        return state.hops().stream().filter(hop -> hop.ref().index() == 0).findFirst();
    }

    private void sends(LineState after, Command.Send send) {
        after.rounds().values().stream()
                .filter(round -> round.attempt().equals(OptionalLong.of(send.attempt())))
                .map(Round::purpose)
                .filter(Returning::isWay)
                .forEach(way -> mayReturn(after, way));
    }

    private void mayReturn(LineState state, Round.Purpose way) {
        Steadiness steadiness = state.config().steadiness();
        long holdDownMs = arrivedAtHome ? 0 : steadiness.holdDownSeconds() * 1000L;
        assertThat(state.nowMs() - arrivedMs)
                .as("no return before the hold-down: %s", state)
                .isGreaterThanOrEqualTo(holdDownMs);
        if (way == Round.Purpose.PROBE && Confirming.byOptions(state.config())) {
            assertThat(good)
                    .as("good answers in a row: %s", state)
                    .isGreaterThanOrEqualTo(steadiness.successes());
            assertThat(state.nowMs() - firstGoodMs)
                    .as("no return before the delay: %s", state)
                    .isGreaterThanOrEqualTo(
                            state.config().redundancy().returnDelaySeconds() * 1000);
        }
    }

    private static boolean isReturn(LineState before, LineEvent event, LineState after) {
        return event instanceof LineEvent.AttemptEnded ended
                && !before.current().equals(after.current())
                && before.rounds().values().stream()
                        .filter(round -> round.purpose() == Round.Purpose.PROBE)
                        .anyMatch(r -> r.attempt().equals(OptionalLong.of(ended.attempt())));
    }

    /** A failover never waits: not for a timer, not for the end of a call. */
    private void leavesAtOnce(LineState before, LineEvent event, LineState after) {
        boolean missed =
                event instanceof HealthObserved observed
                        && observed.source() == HealthObserved.Source.WATCH
                        && isOfPrimary(before, observed)
                        && !isGood(observed.verdict());
        int tolerated = after.config().heartbeat().map(Heartbeat::maxFailures).orElse(99_999);
        boolean lost = missed && bad > tolerated && after.status() == Status.ON_PRIMARY;
        boolean hasOther = after.hops().size() > 1;
        if (lost && hasOther && after.current().equals(primary(after))) {
            assertThat(registers(after)).as("leaves the primary: %s", after).isTrue();
        }
        if (!(event instanceof LineEvent.AttemptEnded ended)
                || !(ended.outcome() instanceof Outcome.NoAnswer)) {
            return;
        }
        before.rounds().values().stream()
                .filter(round -> round.purpose() == Round.Purpose.REGISTER)
                .filter(round -> round.attempt().equals(OptionalLong.of(ended.attempt())))
                .map(round -> round.failedAt(round.at().orElseThrow()))
                .filter(round -> !round.tried().containsAll(before.hops()))
                .forEach(r -> assertThat(registers(after)).as("goes on: %s", after).isTrue());
    }

    private static boolean registers(LineState state) {
        return state.rounds().values().stream()
                .anyMatch(round -> round.purpose() == Round.Purpose.REGISTER);
    }

    private void move(LineState after) {
        Optional<Hop> now = after.status().isInService() ? after.current() : Optional.empty();
        if (!now.equals(place)) {
            place = now;
            arrivedMs = after.nowMs();
            arrivedAtHome = now.filter(hop -> Hops.isPrimary(after, hop)).isPresent();
            good = 0;
        }
    }
}
