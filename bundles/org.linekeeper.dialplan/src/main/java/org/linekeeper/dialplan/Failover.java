// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.Set;
import org.linekeeper.api.line.CallPlan;

/** What moves a call on under a rule, with the meanings that {@link CallPlan} gives them. */
record Failover(
        int invitingSeconds,
        int provisionalSeconds,
        boolean ringingStopsTimer,
        Set<Integer> movingCodes,
        boolean redirection) {
    /** A rule that says nothing of failover only says where the call goes. */
    static final Failover NONE = new Failover(0, 0, false, Set.of(), false);

    void into(CallPlan.Draft plan) {
        plan.invitingSeconds(invitingSeconds)
                .provisionalSeconds(provisionalSeconds)
                .ringingStopsTimer(ringingStopsTimer)
                .movingCodes(movingCodes)
                .redirection(redirection);
    }
}
