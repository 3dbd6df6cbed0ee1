// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tomlj.Toml;

/** Writes a tree of JSON as TOML: small tables on one line, others under a heading. */
final class TomlText {
    /** Tables that read best on the line of their key. */
    private static final Set<String> ON_ONE_LINE =
            Set.of("local_port", "timers_ms", "give_up_ms", "failback");

    private static final Map<String, String> WHAT_FOR =
            Map.of(
                    "redundancy", "failover and return between the servers, or the proxies",
                    "heartbeat", "OPTIONS to the primary, whichever server is current",
                    "keepalive", "what keeps the path to the current server open",
                    "dns", "how names of servers are looked up",
                    "session", "session timers of calls (RFC 4028)",
                    "profile", "habits of the phone that this was translated from",
                    "steadiness", "what keeps the line from moving too early and too often");

    private final StringBuilder text = new StringBuilder();

    TomlText comment(String words) {
        text.append("# ").append(words).append('\n');
        return this;
    }

    /** An element of an array of tables. */
    TomlText element(String name, JsonObject table) {
        return table("[[" + name + "]]", name, table);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private TomlText table(String heading, String name, JsonObject table) {
        text.append('\n').append(heading);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (WHAT_FOR.containsKey(last)) {
            text.append("   # ").append(WHAT_FOR.get(last));
        }
        text.append('\n');
        List<Map.Entry<String, JsonElement>> headed = new ArrayList<>();
        for (var entry : table.entrySet()) {
            if (fitsOneLine(entry.getKey(), entry.getValue())) {
                text.append(entry.getKey()).append(" = ");
                value(entry.getValue());
                text.append('\n');
            } else {
                headed.add(entry);
            }
        }
        for (var entry : headed) {
            String inner = name + "." + entry.getKey();
            if (entry.getValue() instanceof JsonArray array) {
                array.forEach(element -> element(inner, element.getAsJsonObject()));
            } else {
                table("[" + inner + "]", inner, entry.getValue().getAsJsonObject());
            }
        }
        return this;
    }

    private static boolean fitsOneLine(String key, JsonElement value) {
        if (value instanceof JsonArray array) {
            return array.isEmpty() || !array.get(0).isJsonObject();
        }
        return !value.isJsonObject() || ON_ONE_LINE.contains(key);
    }

    private void value(JsonElement value) {
        String separator = "";
        if (value instanceof JsonObject table) {
            text.append("{ ");
            for (var entry : table.entrySet()) {
                text.append(separator).append(entry.getKey()).append(" = ");
                value(entry.getValue());
                separator = ", ";
            }
            text.append(" }");
        } else if (value instanceof JsonArray array) {
            text.append('[');
            for (JsonElement element : array) {
                text.append(separator);
                value(element);
                separator = ", ";
            }
            text.append(']');
        } else if (value.getAsJsonPrimitive().isString()) {
            text.append('"').append(Toml.tomlEscape(value.getAsString())).append('"');
        } else {
            text.append(value.getAsString());
        }
    }
}
