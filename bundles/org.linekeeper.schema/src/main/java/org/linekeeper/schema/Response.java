// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code up/resp}: how a {@link Command} or a {@link Desired} went.
 *
 * @param key the command's, or {@code desired-} and the version of what was desired
 * @param state {@code done}, {@code partly}, {@code refused} or {@code failed}
 * @param why a sentence if not done
 * @param results line by line where lines differ, at most {@link #MAX_RESULTS}
 * @param ladder what {@code ladder} asked for, oldest first, at most {@link #MAX_STEPS}
 */
public record Response(
        String key, String state, Optional<String> why, List<Result> results, List<Step> ladder) {
    public static final int MAX_RESULTS = Check.MAX_LINE;
    public static final int MAX_STEPS = 200;

    public Response {
        Check.text("key", key, 64);
        Check.word("st", state);
        why = why.map(Mask::text);
        Check.text("why", why, 1_000);
        results = Check.list("results", results, 0, MAX_RESULTS);
        ladder = Check.list("ladder", ladder, 0, MAX_STEPS);
    }

    /**
     * How it went for one line, or for the settings of all.
     *
     * @param line the line; empty = the settings
     * @param state as that of the whole
     * @param why a sentence if not done
     */
    public record Result(OptionalInt line, String state, Optional<String> why) {
        public Result {
            line.ifPresent(Check::line);
            Check.word("st", state);
            why = why.map(Mask::text);
            Check.text("why", why, 1_000);
        }

        static Result read(Fields fields) throws BadMessage {
            OptionalInt line = fields.optionalNumber("line");
            String state = fields.text("st");
            Optional<String> why = fields.optionalText("why");
            return fields.build(() -> new Result(line, state, why));
        }

        Draft draft() {
            return new Draft().put("line", line).put("st", state).putText("why", why);
        }
    }

    public static Response read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        String key = fields.text("key");
        String state = fields.text("st");
        Optional<String> why = fields.optionalText("why");
        List<Result> results = fields.list("results", MAX_RESULTS, Result::read);
        List<Step> ladder = fields.list("ladder", MAX_STEPS, Step::read);
        return fields.build(() -> new Response(key, state, why, results, ladder));
    }

    public String write() {
        return Draft.message()
                .put("key", key)
                .put("st", state)
                .putText("why", why)
                .putAll("results", results, Result::draft)
                .putAll("ladder", ladder, Step::draft)
                .text();
    }
}
