// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Why;

/**
 * Keeps a line for a while wherever it has arrived before it looks for the way back, and longer
 * after each return that did not last: one to a server that failed again within the hold-down that
 * came before it, which shows only when the failure has been noticed. One that lasts makes the next
 * hold-down the first again.
 *
 * <p>Holds back what the line does of its own accord, PROBE and FAILBACK; never a failover, and
 * never a registration by hand. With concurrent registration there is no such way to hold back: the
 * line is back with the first server as soon as that grants its own binding.
 */
final class HoldDown {
    /** Runs from the arrival until the line may go back. */
    static final String TIMER = "hold-down";

    /** Runs from a return for as long as it has to last, and a failure may go unnoticed. */
    static final String TRIAL = "return-on-trial";

    /** How many returns in a row have not lasted. */
    private static final String DOUBLED = "kit1.hold-downs-doubled";

    /** Doubled this often, a second is longer than any time that can be configured. */
    private static final int MOST_DOUBLED = 31;

    private HoldDown() {}

    /** What is left of it; ZERO = the line may go back. */
    static Duration left(LineState state) {
        long untilMs = state.timers().getOrDefault(TIMER, 0L);
        return Duration.ofMillis(Math.max(0, untilMs - state.nowMs()));
    }

    static boolean holds(LineState state) {
        return !left(state).isZero();
    }

    /** Follows the line from one place to the next, or out of service. */
    static void follow(Step step, LineState before) {
        Steadiness steadiness = step.config().steadiness();
        if (steadiness.holdDownSeconds() == 0) {
            step.stop(TIMER);
            step.stop(TRIAL);
            return;
        }
        Optional<Hop> place = place(step.state());
        if (place.equals(place(before))) {
            return;
        }
        boolean returned = place.isPresent() && step.state().why().equals(Why.RETURNED);
        if (!returned && step.runs(TRIAL)) {
            Memory.count(step, DOUBLED, MOST_DOUBLED);
        }
        step.stop(TRIAL);
        place.ifPresent(hop -> arrived(step, hop, returned));
    }

    private static Optional<Hop> place(LineState state) {
        return state.status().isInService() ? state.current() : Optional.empty();
    }

    private static void arrived(Step step, Hop hop, boolean returned) {
        Duration length = length(step.state());
        boolean first = Hops.isPrimary(step.state(), hop);
        if (first) {
            step.stop(TIMER);
        } else {
            step.start(TIMER, Wait.exactly(length));
        }
        // Also after a restart, and without a server in between: the first one is still on trial.
        boolean onTrial = first && Memory.number(step.state(), DOUBLED, MOST_DOUBLED) > 0;
        if (returned || onTrial) {
            step.start(TRIAL, Wait.exactly(length.plus(noticing(step.config()))));
        }
    }

    /** The longest that a heartbeat takes to find out that its server is gone. */
    private static Duration noticing(LineConfig config) {
        return config.heartbeat()
                .map(beat -> Duration.ofSeconds(beat.intervalSeconds() * (beat.maxFailures() + 2L)))
                .orElse(Duration.ZERO);
    }

    private static Duration length(LineState state) {
        Steadiness steadiness = state.config().steadiness();
        int doubled = Memory.number(state, DOUBLED, MOST_DOUBLED);
        long most = steadiness.mostHoldDownSeconds();
        long seconds = steadiness.holdDownSeconds();
        for (int i = 0; i < doubled && seconds < most; i++) {
            seconds = Math.min(most, 2 * seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** A return has lasted. */
    static void lasted(Step step) {
        Memory.forget(step, DOUBLED);
    }
}
