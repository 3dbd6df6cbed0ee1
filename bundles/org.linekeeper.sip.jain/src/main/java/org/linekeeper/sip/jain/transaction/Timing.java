// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Timers;

/** When requests are sent and given up. Pure. */
final class Timing {
    private Timing() {}

    /**
     * When send number {@code sends + 1} is due, in milliseconds after the first: intervals begin
     * with T1 and double, those of a non-INVITE up to T2 (RFC 3261 sections 17.1.1.2, 17.1.2.2).
     */
    static long sendAtMs(Timers timers, boolean invite, int sends) {
        long cap = invite ? Long.MAX_VALUE / 4 : timers.t2Ms();
        long at = 0;
        long interval = Math.min(timers.t1Ms(), cap);
        for (int left = sends; left > 0 && at < cap; left--) {
            if (interval == cap) {
                return at + left * cap;
            }
            at += interval;
            interval = Math.min(2 * interval, cap);
        }
        return at;
    }

    /** When a request without any response has failed, in milliseconds after the first send. */
    static long verdictMs(Timers timers, boolean invite, Budget budget) {
        if (budget.sends().isEmpty() && budget.durationMs().isEmpty()) {
            return timers.wholeTimeMs();
        }
        long bySends = Long.MAX_VALUE;
        if (budget.sends().isPresent()) {
            bySends = sendAtMs(timers, invite, budget.sends().getAsInt());
        }
        return Math.min(bySends, budget.durationMs().orElse(Long.MAX_VALUE));
    }
}
