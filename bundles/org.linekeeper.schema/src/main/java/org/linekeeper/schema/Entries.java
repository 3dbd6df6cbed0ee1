// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Optional;

/** Elements of a batch as JSON. */
final class Entries {
    private Entries() {}

    static Entry read(Fields fields) throws BadMessage {
        return fields.has("gap") ? gap(fields.object("gap")) : transition(fields);
    }

    private static Gap gap(Fields fields) throws BadMessage {
        long from = fields.number("from");
        long to = fields.number("to");
        long count = fields.number("count");
        Instant at = fields.time("t");
        String why = fields.text("why");
        Gap gap = fields.build(() -> new Gap(from, to, at, why));
        if (count != gap.count()) {
            return fields.build(
                    () -> {
                        throw new IllegalArgumentException(
                                "count is not that of " + from + " to " + to + ": " + count);
                    });
        }
        return gap;
    }

    private static Transition transition(Fields fields) throws BadMessage {
        long seq = fields.number("seq");
        Instant at = fields.time("t");
        long monoMs = fields.number("mono");
        String timeQuality = fields.text("tq");
        int line = fields.smallNumber("line");
        String from = fields.text("from");
        String to = fields.text("to");
        String why = fields.text("why");
        Optional<String> server = fields.optionalText("srv");
        Optional<String> policy = fields.optionalText("pol");
        Optional<String> trace = fields.optionalText("trace");
        return fields.build(
                () ->
                        new Transition(
                                seq,
                                at,
                                monoMs,
                                timeQuality,
                                line,
                                from,
                                to,
                                why,
                                server,
                                policy,
                                trace));
    }

    static Draft draft(Entry entry) {
        return entry instanceof Gap gap ? draft(gap) : draft((Transition) entry);
    }

    private static Draft draft(Gap gap) {
        return new Draft()
                .put(
                        "gap",
                        new Draft()
                                .put("from", gap.from())
                                .put("to", gap.to())
                                .put("count", gap.count())
                                .put("t", gap.at())
                                .put("why", gap.why()));
    }

    private static Draft draft(Transition it) {
        return new Draft()
                .put("seq", it.seq())
                .put("t", it.at())
                .put("mono", it.monoMs())
                .put("tq", it.timeQuality())
                .put("line", it.line())
                .put("from", it.from())
                .put("to", it.to())
                .put("why", it.why())
                .putText("srv", it.server())
                .putText("pol", it.policy())
                .putText("trace", it.trace());
    }
}
