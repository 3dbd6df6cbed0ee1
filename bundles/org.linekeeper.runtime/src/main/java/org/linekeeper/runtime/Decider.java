// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/** Asks the policies for one line. */
final class Decider {
    private final Policies policies;
    private final Counters counters;

    Decider(Policies policies, Counters counters) {
        this.policies = policies;
        this.counters = counters;
    }

    /** Asks the best policy; when it fails, the next one, so that no event is lost to a bug. */
    Optional<Decision> decide(LineState before, LineEvent event, List<FailoverPolicy> usable) {
        for (FailoverPolicy policy : usable) {
            try {
                Decision decision = policy.decide(before, event);
                Optional<String> fault = DecisionCheck.fault(before, event, decision);
                if (fault.isEmpty()) {
                    return Optional.of(decision);
                }
                policies.failed(policy, fault.get());
            } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
                policies.failed(policy, "threw " + thrown);
            }
            counters.add("decisions_refused");
        }
        return Optional.empty();
    }
}
