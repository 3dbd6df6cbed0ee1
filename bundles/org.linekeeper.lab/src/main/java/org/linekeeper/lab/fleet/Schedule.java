// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Timers;

/** When a request other than INVITE is sent again, and when it is given up (RFC 3261 17.1.2.2). */
final class Schedule {
    private Schedule() {}

    /** From transmission {@code number} to the next one, from 1. */
    static long pauseMs(Timers timers, int number) {
        long pause = timers.t1Ms();
        for (int i = 1; i < number && pause < timers.t2Ms(); i++) {
            pause *= 2;
        }
        return Math.min(pause, timers.t2Ms());
    }

    /** From the first transmission to the verdict, where nothing at all comes back. */
    static long verdictMs(Timers timers, Budget budget) {
        if (budget.equals(Budget.WHOLE)) {
            return timers.wholeTimeMs();
        }
        long bySends = Long.MAX_VALUE;
        if (budget.sends().isPresent()) {
            bySends = 0;
            for (int i = 1; i <= budget.sends().getAsInt(); i++) {
                bySends += pauseMs(timers, i);
            }
        }
        return Math.min(bySends, budget.durationMs().orElse(Long.MAX_VALUE));
    }
}
