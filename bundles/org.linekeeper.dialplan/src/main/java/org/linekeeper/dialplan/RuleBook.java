// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.List;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;

/** The rules of a file in their order: the first one that applies makes the plan (B8). */
record RuleBook(List<Rule> rules) {
    /** Every call goes as dialled. */
    static final RuleBook EMPTY = new RuleBook(List.of());

    RuleBook {
        rules = List.copyOf(rules);
    }

    CallPlan plan(Dialled dialled) {
        return rules.stream()
                .flatMap(rule -> rule.plan(dialled).stream())
                .findFirst()
                .orElseGet(() -> CallPlan.to(dialled.to()));
    }
}
