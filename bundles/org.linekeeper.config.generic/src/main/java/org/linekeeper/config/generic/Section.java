// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** A tree of TOML as one of JSON, in which the word for "not set" is null. */
final class Section {
    /** TOML has no null: this stands for it where a number or a table may be not set. */
    static final String NOT_SET = "none";

    /** Where {@link #NOT_SET} has that meaning. */
    static final Set<String> MAY_BE_NOT_SET =
            Set.of(
                    "heartbeat",
                    "transmissions",
                    "invite_transmissions",
                    "register",
                    "invite",
                    "options",
                    "sends");

    /** In place of a fraction, a date or a time, which no key takes: refused wherever it stands. */
    private static final JsonPrimitive FITS_NOWHERE = new JsonPrimitive(0.5);

    private Section() {}

    static JsonObject json(TomlTable table) {
        JsonObject json = new JsonObject();
        for (var entry : table.entrySet()) {
            boolean none =
                    NOT_SET.equals(entry.getValue()) && MAY_BE_NOT_SET.contains(entry.getKey());
            json.add(entry.getKey(), none ? JsonNull.INSTANCE : json(entry.getValue()));
        }
        return json;
    }

    static JsonElement json(Object value) {
        if (value instanceof TomlTable table) {
            return json(table);
        }
        if (value instanceof TomlArray array) {
            JsonArray json = new JsonArray();
            array.toList().forEach(element -> json.add(json(element)));
            return json;
        }
        if (value instanceof Long number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        return value instanceof String text ? new JsonPrimitive(text) : FITS_NOWHERE;
    }
}
