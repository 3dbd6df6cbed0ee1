// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;

/**
 * One rule.
 *
 * @param conditions all of which have to match; none = the rule is for every call
 * @param route where it sends a call
 */
record Rule(List<Condition> conditions, Route route) {
    Rule {
        conditions = List.copyOf(conditions);
    }

    /** The plan of this call; empty if the rule does not apply. */
    Optional<CallPlan> plan(Dialled dialled) {
        List<String> groups = new ArrayList<>();
        for (Condition condition : conditions) {
            Optional<List<String>> found = condition.match(dialled);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            groups.addAll(found.get());
        }
        return Optional.of(route.plan(dialled, groups));
    }
}
