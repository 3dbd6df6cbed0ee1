// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code dn/desired}, retained: settings that a device is to keep, whole; what no longer stands in
 * it goes back to the device's own. Who a line is and what it proves that with never travel here.
 *
 * @param version grows with each change; a device ignores one that is not higher than its own
 * @param settings options of the vendor's adapter by key, as {@code run --set} takes them, at most
 *     {@link #MAX_SETTINGS}
 * @param lines at most {@link #MAX_LINES}, each line once
 */
public record Desired(long version, Map<String, String> settings, List<LineSettings> lines) {
    public static final int MAX_SETTINGS = 100;
    public static final int MAX_LINES = Check.MAX_LINE;
    private static final Set<String> PERSONAL =
            Set.of("password", "user", "auth_user", "display_name", "label");

    public Desired {
        Check.range("ver", version, 1, Check.MAX_NUMBER);
        Check.range("settings", settings.size(), 0, MAX_SETTINGS);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        settings.forEach(Desired::check);
        lines = Check.list("lines", lines, 0, MAX_LINES);
        if (lines.stream().map(LineSettings::line).distinct().count() < lines.size()) {
            throw new IllegalArgumentException("lines has one line twice");
        }
    }

    /**
     * What is to be different in one line.
     *
     * @param line the line's number, 1 to 1000
     * @param json a JSON object, a part of a line as {@code PUT config/lines/{n}} takes it, with
     *     {@code line} in it and without who the line is; at most {@link #MAX_CHARS}
     */
    public record LineSettings(int line, String json) {
        public static final int MAX_CHARS = 16 << 10;

        public LineSettings {
            Check.line(line);
            Check.free("lines", json, MAX_CHARS);
            try {
                check(line, Fields.of(json));
            } catch (BadMessage bad) {
                throw new IllegalArgumentException("lines: " + bad.getMessage(), bad);
            }
        }

        private static void check(int line, Fields fields) throws BadMessage {
            if (fields.smallNumber("line") != line) {
                throw new IllegalArgumentException("line is not " + line);
            }
            for (String name : PERSONAL) {
                if (fields.has(name)) {
                    throw new IllegalArgumentException(name + " must not travel here");
                }
            }
        }

        static LineSettings read(Fields fields) throws BadMessage {
            int line = fields.smallNumber("line");
            return fields.build(() -> new LineSettings(line, fields.json()));
        }
    }

    private static void check(String key, String value) {
        Check.free("settings." + checkedKey(key), value, 1_000);
    }

    private static String checkedKey(String key) {
        Check.text("settings", key, 100);
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.contains("passw") || lower.contains("secret")) {
            throw new IllegalArgumentException("settings has a credential: " + key);
        }
        return key;
    }

    public static Desired read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        long version = fields.number("ver");
        Fields inner = fields.object("settings");
        fields.build(() -> Check.range("settings", inner.names().size(), 0, MAX_SETTINGS));
        Map<String, String> settings = new TreeMap<>();
        for (String key : inner.names()) {
            fields.build(() -> checkedKey(key));
            settings.put(key, inner.text(key));
        }
        List<LineSettings> lines = fields.list("lines", MAX_LINES, LineSettings::read);
        return fields.build(() -> new Desired(version, settings, lines));
    }

    public String write() {
        Draft inner = new Draft();
        settings.forEach(inner::put);
        return Draft.message()
                .put("ver", version)
                .put("settings", inner)
                .putObjects("lines", lines.stream().map(LineSettings::json).toList())
                .text();
    }
}
