// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * The files of one phone, a later one over an earlier one: first all their static records, then
 * what they say of every line, then line by line. For one thread.
 */
final class PhoneFiles {
    private static final String DEFAULTS = "defaults";
    private static final String STATIC_DNS = "static_dns";
    private static final String LINE = "line";

    private final List<TomlFile> files;
    private final List<JsonObject> defaults = new ArrayList<>();
    private final SortedMap<Integer, LineConfig> lines = new TreeMap<>();

    /** Where each line was spoken of last. */
    private final SortedMap<Integer, Wrong> tables = new TreeMap<>();

    private List<StaticRecord> statics = List.of();

    PhoneFiles(List<TomlFile> files) {
        this.files = List.copyOf(files);
    }

    Reading read() throws Refused {
        for (TomlFile file : files) {
            checkTop(file);
            readStatics(file);
        }
        for (TomlFile file : files) {
            readDefaults(file);
        }
        for (TomlFile file : files) {
            readLines(file);
        }
        for (LineConfig line : lines.values()) {
            checkComplete(line);
        }
        return new Reading(List.copyOf(lines.values()), statics, List.of(), List.of());
    }

    private static void checkTop(TomlFile file) throws Refused {
        for (String key : file.root().keySet()) {
            if (!TomlFile.TABLES.contains(key)) {
                throw top(file).because(key, Wrong.unknownKey(key, TomlFile.TABLES), false);
            }
        }
    }

    private static Wrong top(TomlFile file) {
        return new Wrong(file.name(), "", file.root(), 0);
    }

    private void readStatics(TomlFile file) throws Refused {
        if (!file.root().contains(STATIC_DNS)) {
            return;
        }
        JsonObject dns = new JsonObject();
        dns.add("statics", Section.json(file.root().get(STATIC_DNS)));
        JsonObject line = new JsonObject();
        line.add("dns", dns);
        try {
            statics = LineJson.read(line.toString(), LineConfig.line(1)).dns().statics();
        } catch (BadLine bad) {
            throw top(file).because(bad, bad.path().replace("dns.statics", STATIC_DNS));
        }
    }

    private void readDefaults(TomlFile file) throws Refused {
        if (!file.root().contains(DEFAULTS)) {
            return;
        }
        if (!(file.root().get(DEFAULTS) instanceof TomlTable table)) {
            throw top(file).because(DEFAULTS, "is not a table", true);
        }
        int at = Place.of(file.root(), 0, DEFAULTS).at();
        Wrong wrong = new Wrong(file.name(), DEFAULTS, table, at);
        if (table.contains(LINE)) {
            throw wrong.because(LINE, "is no key here: these are the defaults of every line", true);
        }
        JsonObject json = Section.json(table);
        onto(GenericDefaults.line(1), json, wrong);
        defaults.add(json);
    }

    private void readLines(TomlFile file) throws Refused {
        if (!file.root().contains(LINE)) {
            return;
        }
        if (!(file.root().get(LINE) instanceof TomlArray array)) {
            throw top(file).because(LINE, "is one table; each line is an element: [[line]]", true);
        }
        Set<Integer> here = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            int at = Place.of(file.root(), 0, LINE + "[" + i + "]").at();
            if (!(array.get(i) instanceof TomlTable table)) {
                throw top(file).because(LINE, "is not made of tables", true);
            }
            Wrong wrong = new Wrong(file.name(), LINE, table, at);
            int number = number(table, wrong);
            if (!here.add(number)) {
                throw wrong.because(LINE, "stands twice in this file", true);
            }
            LineConfig base = lines.containsKey(number) ? lines.get(number) : fresh(number, wrong);
            lines.put(number, onto(base, Section.json(table), wrong));
            tables.put(number, wrong);
        }
    }

    private static int number(TomlTable table, Wrong wrong) throws Refused {
        Object written = table.get(LINE);
        if (written instanceof Long number && number >= 1 && number <= LineJson.MAX_LINE) {
            return number.intValue();
        }
        String sentence =
                written == null
                        ? "is missing: each [[line]] says its number"
                        : "is not a whole number in 1.." + LineJson.MAX_LINE;
        throw wrong.because(LINE, sentence, true);
    }

    /** A line as the defaults of all files have it. */
    private LineConfig fresh(int number, Wrong wrong) throws Refused {
        LineConfig line = GenericDefaults.line(number);
        line =
                line.with(
                        draft ->
                                draft.dns(GenericDefaults.line(number).dns().withStatics(statics)));
        for (JsonObject json : defaults) {
            line = onto(line, json, wrong);
        }
        return line;
    }

    private static LineConfig onto(LineConfig base, JsonElement json, Wrong wrong) throws Refused {
        try {
            return LineJson.read(json.toString(), base, GenericDefaults.FRESH);
        } catch (BadLine bad) {
            throw wrong.because(bad);
        }
    }

    /** A line that lacks a user or a server cannot serve. */
    private void checkComplete(LineConfig line) throws Refused {
        if (line.enabled() && (line.user().isEmpty() || line.servers().isEmpty())) {
            String missing = line.user().isEmpty() ? "user" : "servers";
            throw tables.get(line.line())
                    .because(missing, "is missing, and the line is enabled", true);
        }
    }
}
