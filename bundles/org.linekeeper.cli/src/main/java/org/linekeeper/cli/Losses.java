// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.json.LineJson;
import org.linekeeper.config.kit.json.LineJson.Detail;

/** Where two readings of what should be one phone differ, key by key. */
final class Losses {
    private static final String PASSWORD = "password";

    private final String vendor;
    private final List<String> found = new ArrayList<>();

    private Losses(String vendor) {
        this.vendor = vendor;
    }

    /**
     * One sentence for each difference.
     *
     * @param said what was to be said
     * @param heard what {@code vendor} makes of it
     */
    static List<String> of(Reading said, Reading heard, String vendor) {
        Losses losses = new Losses(vendor);
        losses.array("static_dns", statics(said.staticDns()), statics(heard.staticDns()));
        Map<Integer, JsonObject> before = lines(said);
        Map<Integer, JsonObject> after = lines(heard);
        Set<Integer> numbers = new TreeSet<>(before.keySet());
        numbers.addAll(after.keySet());
        for (int number : numbers) {
            losses.line(number, before.get(number), after.get(number));
        }
        return losses.found;
    }

    private static Map<Integer, JsonObject> lines(Reading reading) {
        return reading.lines().stream()
                .collect(
                        Collectors.toMap(
                                LineConfig::line,
                                Losses::json,
                                (first, second) -> second,
                                TreeMap::new));
    }

    private static JsonObject json(LineConfig line) {
        return JsonParser.parseString(LineJson.write(line, Detail.FULL)).getAsJsonObject();
    }

    /** As the JSON of a line that has them. */
    private static JsonArray statics(List<StaticRecord> records) {
        LineConfig line = LineConfig.line(1);
        LineConfig holder = line.with(draft -> draft.dns(line.dns().withStatics(records)));
        return json(holder).getAsJsonObject("dns").getAsJsonArray("statics");
    }

    private void line(int number, JsonObject before, JsonObject after) {
        String name = "line " + number;
        if (before == null || after == null) {
            String what = after == null ? " leaves it out" : " adds it";
            found.add(name + ": " + vendor + what);
        } else {
            object(name + ": ", before, after);
        }
    }

    private void object(String prefix, JsonObject before, JsonObject after) {
        for (String key : before.keySet()) {
            compare(prefix + key, before.get(key), after.get(key));
        }
    }

    private void compare(String path, JsonElement before, JsonElement after) {
        if (before instanceof JsonObject one && after instanceof JsonObject other) {
            object(path + ".", one, other);
        } else if (before instanceof JsonArray one
                && after instanceof JsonArray other
                && (holdsObjects(one) || holdsObjects(other))) {
            array(path, one, other);
        } else if (!before.equals(after)) {
            Function<JsonElement, String> shown =
                    path.endsWith(" " + PASSWORD) ? secret -> "***" : Losses::shown;
            String made = after.isJsonNull() ? " leaves it out" : " makes it " + shown.apply(after);
            found.add(path + " = " + shown.apply(before) + ": " + vendor + made);
        }
    }

    private static boolean holdsObjects(JsonArray array) {
        return !array.isEmpty() && array.get(0).isJsonObject();
    }

    private void array(String path, JsonArray before, JsonArray after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            JsonElement one = i < before.size() ? before.get(i) : JsonNull.INSTANCE;
            JsonElement other = i < after.size() ? after.get(i) : JsonNull.INSTANCE;
            compare(path + "[" + i + "]", one, other);
        }
    }

    /** A server by its address, and whatever else as JSON. */
    private static String shown(JsonElement value) {
        if (value instanceof JsonObject object
                && object.has("address")
                && object.has("transport")) {
            return object.get("address").getAsString();
        }
        return value.isJsonNull() ? "not set" : value.toString();
    }
}
