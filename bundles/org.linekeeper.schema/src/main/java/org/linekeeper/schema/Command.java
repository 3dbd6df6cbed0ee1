// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code dn/cmd}: something to do once.
 *
 * @param key names this command: a device that has seen it answers again and does nothing
 * @param what a word: {@code register} and {@code probe} (of a line), {@code ladder} (give the one
 *     that {@code trace} names, or a line's last), {@code log} (set {@code level}); a device
 *     refuses one that it does not know
 * @param line which line, 1 to 1000; empty = all
 * @param trace which ladder
 * @param level for {@code log}: {@code error}, {@code warn}, {@code info}, {@code debug}
 */
public record Command(
        String key, String what, OptionalInt line, Optional<String> trace, Optional<String> level) {
    public Command {
        Check.text("key", key, 64);
        Check.word("cmd", what);
        line.ifPresent(Check::line);
        Check.text("trace", trace, 64);
        Check.word("level", level);
    }

    public static Command read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        String key = fields.text("key");
        String what = fields.text("cmd");
        OptionalInt line = fields.optionalNumber("line");
        Optional<String> trace = fields.optionalText("trace");
        Optional<String> level = fields.optionalText("level");
        return fields.build(() -> new Command(key, what, line, trace, level));
    }

    public String write() {
        return Draft.message()
                .put("key", key)
                .put("cmd", what)
                .put("line", line)
                .putText("trace", trace)
                .putText("level", level)
                .text();
    }
}
