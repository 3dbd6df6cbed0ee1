// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.OptionalLong;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;

/**
 * Lets a test shrink intervals, expiries, TTLs and give-up times by a factor while what derives
 * from T1, T2 and T4 stays as it is. The clock runs faster; the policy is shown SIP timers that are
 * longer by the same factor; the signalling, which lives in the world's time, gets durations that
 * are shorter. Values on the wire stay.
 *
 * @param factor 1 = nothing is changed
 */
record TimeScale(double factor) {
    TimeScale {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("time scale " + factor + " is not above 0");
        }
    }

    /** The line as the policy sees it. */
    LineConfig forPolicy(LineConfig config) {
        return factor == 1
                ? config
                : config.with(draft -> draft.timers(config.timers().times(factor)));
    }

    /** The line as the signalling sees it. */
    LineConfig forSignalling(LineConfig config) {
        if (factor == 1) {
            return config;
        }
        Keepalive keepalive = config.keepalive();
        int seconds = (int) Math.max(1, Math.round(keepalive.intervalSeconds() / factor));
        return config.with(
                draft ->
                        draft.keepalive(
                                new Keepalive(keepalive.kind(), seconds, keepalive.sends())));
    }

    Budget forSignalling(Budget budget) {
        if (factor == 1 || budget.durationMs().isEmpty()) {
            return budget;
        }
        long ms = Math.max(1, Math.round(budget.durationMs().getAsLong() / factor));
        return new Budget(budget.sends(), OptionalLong.of(ms));
    }
}
