// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers of a dashboard as they were recorded, and some of them a little later. */
final class Recorded {
    private Recorded() {}

    /** An answer as it was recorded. */
    static JsonObject answer(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/dashboard/" + name + ".json")) {
            return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of the list of phones, in another state. */
    static JsonObject phone(int row, String state) {
        JsonObject phone = answer("phones").getAsJsonArray("phones").get(row).getAsJsonObject();
        phone.addProperty("state", state);
        phone.addProperty("why", "no_answer");
        return phone;
    }

    /** An answer with a list of phones, the last first. */
    static JsonObject turned(JsonObject answer) {
        JsonArray turned = new JsonArray();
        JsonArray phones = answer.getAsJsonArray("phones");
        for (int row = phones.size() - 1; row >= 0; row--) {
            turned.add(phones.get(row));
        }
        answer.add("phones", turned);
        return answer;
    }

    /** The incident that is open, under another name or in another state. */
    static JsonObject incident(String id, String state) {
        JsonObject incident =
                answer("incidents").getAsJsonArray("incidents").get(0).getAsJsonObject();
        incident.addProperty("id", id);
        incident.addProperty("state", state);
        return incident;
    }

    /** The overview, but with all phones where they belong. */
    static JsonObject calm() {
        JsonObject overview = answer("overview");
        JsonObject counts = overview.getAsJsonObject("counts");
        List.copyOf(counts.keySet()).forEach(state -> counts.addProperty(state, 0));
        counts.add("on_primary", overview.get("phones"));
        overview.add("incidents", new JsonArray());
        return overview;
    }

    /** The overview's freshness, in another state. */
    static JsonObject freshness(String state, String why) {
        JsonObject fresh = answer("overview").getAsJsonObject("freshness");
        fresh.addProperty("state", state);
        fresh.addProperty("why", why);
        return fresh;
    }
}
