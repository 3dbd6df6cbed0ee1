// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** What of a line has to be written down because it is not at its default. */
final class Departures {
    private Departures() {}

    /**
     * Those of a line, both as the full JSON has them.
     *
     * @param server a server at its defaults, in the same form
     */
    static JsonObject of(JsonObject line, JsonObject defaults, JsonObject server) {
        JsonObject said = new JsonObject();
        said.add("line", line.get("line"));
        JsonObject rest = between(line, defaults);
        for (var entry : rest.entrySet()) {
            boolean servers =
                    entry.getKey().equals("servers") || entry.getKey().equals("outbound_proxies");
            said.add(entry.getKey(), servers ? each(entry.getValue(), server) : entry.getValue());
        }
        return said;
    }

    private static JsonArray each(JsonElement servers, JsonObject defaults) {
        JsonArray said = new JsonArray();
        servers.getAsJsonArray()
                .forEach(server -> said.add(between(server.getAsJsonObject(), defaults)));
        return said;
    }

    private static JsonObject between(JsonObject value, JsonObject defaults) {
        JsonObject said = new JsonObject();
        for (var entry : value.entrySet()) {
            JsonElement usual = defaults.get(entry.getKey());
            JsonElement here = entry.getValue();
            if (here.equals(usual)) {
                continue;
            }
            if (here.isJsonNull()) {
                said.add(entry.getKey(), new JsonPrimitive(Section.NOT_SET));
            } else if (here instanceof JsonObject inner && usual instanceof JsonObject base) {
                said.add(entry.getKey(), between(inner, base));
            } else {
                said.add(entry.getKey(), here);
            }
        }
        return said;
    }
}
