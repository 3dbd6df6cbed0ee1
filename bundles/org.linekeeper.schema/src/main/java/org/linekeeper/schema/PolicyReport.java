// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.List;
import java.util.Optional;

/**
 * {@code up/policy}, retained: what {@code GET policy} of the phone's HTTP API says.
 *
 * @param name the policy in force
 * @param slot where it lies, such as {@code a} or {@code b}; empty = built in
 * @param trial whether it is still on trial
 * @param floor the lowest version that may be installed, 0 = any
 * @param barred policies that were put aside, at most {@link #MAX_BARRED}
 * @param why how the last change ended, a word such as {@code rolled_back}; empty = no change yet
 */
public record PolicyReport(
        PolicyName name,
        Optional<String> slot,
        boolean trial,
        long floor,
        List<String> barred,
        Optional<String> why) {
    public static final int MAX_BARRED = 64;

    public PolicyReport {
        Check.word("slot", slot);
        Check.count("floor", floor);
        barred = Check.list("barred", barred, 0, MAX_BARRED);
        barred.forEach(each -> Check.text("barred", each, 256));
        Check.word("why", why);
    }

    public static PolicyReport read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        PolicyName name = PolicyName.read(fields);
        Optional<String> slot = fields.optionalText("slot");
        boolean trial = fields.flag("trial");
        long floor = fields.number("floor");
        List<String> barred = fields.texts("barred", MAX_BARRED);
        Optional<String> why = fields.optionalText("why");
        return fields.build(() -> new PolicyReport(name, slot, trial, floor, barred, why));
    }

    public String write() {
        return Draft.message()
                .put("id", name.id())
                .put("version", name.version())
                .putText("slot", slot)
                .put("trial", trial)
                .put("floor", floor)
                .putTexts("barred", barred)
                .putText("why", why)
                .text();
    }
}
