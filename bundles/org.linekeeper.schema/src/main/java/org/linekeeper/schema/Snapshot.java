// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.List;
import java.util.Optional;

/**
 * {@code up/state}, retained: all lines as they are after transition {@code seq}.
 *
 * @param ep the epoch of {@code seq}
 * @param seq the last transition that is in it, 0 = none yet
 * @param lines at most {@link #MAX_LINES}
 * @param policy the policy in force, id and version
 * @param journal what the device still keeps for the history
 */
public record Snapshot(
        long ep, long seq, List<Line> lines, Optional<PolicyName> policy, Journal journal) {
    public static final int MAX_LINES = Check.MAX_LINE;

    public Snapshot {
        Check.count("ep", ep);
        Check.count("seq", seq);
        lines = Check.list("lines", lines, 0, MAX_LINES);
    }

    public static Snapshot read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        long ep = fields.number("ep");
        long seq = fields.number("seq");
        List<Line> lines = fields.list("lines", MAX_LINES, Line::read);
        Optional<PolicyName> policy = fields.optional("policy", PolicyName::read);
        Journal journal = Journal.read(fields.object("journal"));
        return fields.build(() -> new Snapshot(ep, seq, lines, policy, journal));
    }

    public String write() {
        return Draft.message()
                .put("ep", ep)
                .put("seq", seq)
                .putAll("lines", lines, Line::draft)
                .putDraft("policy", policy.map(PolicyName::draft))
                .put("journal", journal.draft())
                .text();
    }
}
