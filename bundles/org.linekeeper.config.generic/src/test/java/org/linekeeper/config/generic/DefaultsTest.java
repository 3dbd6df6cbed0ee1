// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.json.LineJson;

/** What holds where a file is silent, against the page and the schema that say so. */
class DefaultsTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final String SHORTEST =
            "[[line]]\nline = 1\nuser = \"1\"\nservers = [ { address = \"a\" } ]\n";

    @Test
    void eachDepartureFromTheLineModelHasItsReasonOnThePageAndTheReverse() throws IOException {
        LineConfig plain =
                LineConfig.line(1).with(d -> d.user("1").servers(List.of(Server.at("a"))));
        Map<String, String> ours = leaves(Phone.lines(SHORTEST).get(0));
        ours.entrySet().removeAll(leaves(plain).entrySet());
        Map<String, String> told = new TreeMap<>();
        Files.readString(DOCS.resolve("generic.md"))
                .lines()
                .filter(row -> row.startsWith("| `"))
                .map(row -> row.split("[|`]"))
                .forEach(cells -> told.put(cells[2], cells[5]));
        assertThat(told).isEqualTo(ours);
    }

    @Test
    void theSchemaHasTheSameDefaults() throws IOException {
        JsonObject definitions =
                JsonParser.parseString(Files.readString(DOCS.resolve("generic.schema.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("$defs");
        Map<String, String> told = new TreeMap<>();
        collect("", definitions.getAsJsonObject("line_settings"), told);
        collect("heartbeat.", definitions.getAsJsonObject("heartbeat"), told);
        collect("servers.", definitions.getAsJsonObject("server"), told);
        assertThat(told).hasSizeGreaterThan(45);
        Map<String, String> ours = leaves(Phone.lines(SHORTEST).get(0));
        told.forEach(
                (key, value) ->
                        assertThat(ours.get(key))
                                .as(key)
                                .isEqualTo(value.equals("none") ? "null" : value));
    }

    private static void collect(String prefix, JsonObject schema, Map<String, String> into) {
        for (var entry : schema.getAsJsonObject("properties").entrySet()) {
            JsonObject value = entry.getValue().getAsJsonObject();
            if (value.has("default")) {
                into.put(prefix + entry.getKey(), text(value.get("default")));
            } else if (value.has("properties")) {
                collect(prefix + entry.getKey() + ".", value, into);
            }
        }
    }

    private static Map<String, String> leaves(LineConfig line) {
        Map<String, String> leaves = new TreeMap<>();
        String json = LineJson.write(line, LineJson.Detail.FULL);
        leaves("", JsonParser.parseString(json), leaves);
        return leaves;
    }

    /** By path; of arrays of tables the first element. */
    private static void leaves(String path, JsonElement value, Map<String, String> into) {
        boolean servers = value.isJsonArray() && path.endsWith("servers");
        if (servers) {
            leaves(path, value.getAsJsonArray().get(0), into);
        } else if (value instanceof JsonObject object) {
            String prefix = path.isEmpty() ? "" : path + ".";
            object.entrySet().forEach(e -> leaves(prefix + e.getKey(), e.getValue(), into));
        } else {
            into.put(path, text(value));
        }
    }

    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
