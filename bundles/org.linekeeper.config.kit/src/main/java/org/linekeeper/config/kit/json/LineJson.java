// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.linekeeper.api.line.LineConfig;

/**
 * A {@link LineConfig} as JSON: the fields, their names and their order are the contract of {@code
 * check --json}. Pure; safe for several threads.
 */
public final class LineJson {
    /** A larger document is refused. */
    public static final int MAX_CHARS = 256 << 10;

    /** The highest number that a line can have. */
    public static final int MAX_LINE = LineReader.MAX_LINE;

    private LineJson() {}

    /** How much is written. */
    public enum Detail {
        /** What {@code check --json} prints: never a password. */
        PUBLIC,
        /** All that an equal {@link LineConfig} needs, the password too: for files of mode 0600. */
        FULL
    }

    /** One line of text without a line break; null = not set. */
    public static String write(LineConfig config, Detail detail) {
        return Documents.text(LineWriter.line(config, detail));
    }

    /**
     * Reads what {@link #write} wrote, or a part of it, in either detail.
     *
     * @param json at most {@link #MAX_CHARS}
     * @param onto where a field that is not there is taken from; a server's from the one at the
     *     same place
     * @throws BadLine if this is no such JSON, names an unknown field, holds a value of the wrong
     *     kind or out of its range, or speaks of another line than {@code onto}
     */
    public static LineConfig read(String json, LineConfig onto) throws BadLine {
        return read(json, onto, Fresh.PLAIN);
    }

    /** The same, with servers, proxies and a heartbeat that {@code onto} has not from elsewhere. */
    public static LineConfig read(String json, LineConfig onto, Fresh fresh) throws BadLine {
        return LineReader.line(Fields.of(Documents.object(json, MAX_CHARS)), onto, fresh);
    }

    /** The same, with every field that is not there at its default; {@code line} must be there. */
    public static LineConfig read(String json) throws BadLine {
        JsonObject object = Documents.object(json, MAX_CHARS);
        int number = Fields.of(object).requiredInt("line", 1, LineReader.MAX_LINE);
        return LineReader.line(Fields.of(object), LineConfig.line(number), Fresh.PLAIN);
    }

    static JsonArray lines(Iterable<LineConfig> configs) {
        JsonArray array = new JsonArray();
        configs.forEach(config -> array.add(LineWriter.line(config, Detail.PUBLIC)));
        return array;
    }
}
