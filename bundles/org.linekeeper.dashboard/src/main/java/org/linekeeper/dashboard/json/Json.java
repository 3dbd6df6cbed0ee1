// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A JSON object while it is made; what is absent is null. */
public final class Json {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonObject object = new JsonObject();

    public static Json object() {
        return new Json();
    }

    /** UTC, with milliseconds. */
    public static String text(Instant at) {
        return TIME.format(at);
    }

    /** An array of what each becomes. */
    public static <T> JsonArray array(Collection<T> items, Function<T, JsonElement> write) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }

    public Json put(String name, String value) {
        object.addProperty(name, value);
        return this;
    }

    public Json put(String name, long value) {
        object.addProperty(name, value);
        return this;
    }

    public Json put(String name, boolean value) {
        object.addProperty(name, value);
        return this;
    }

    public Json put(String name, Instant value) {
        return put(name, text(value));
    }

    public Json put(String name, JsonElement value) {
        object.add(name, value);
        return this;
    }

    public Json put(String name, OptionalLong value) {
        return put(
                name, value.isPresent() ? new JsonPrimitive(value.getAsLong()) : JsonNull.INSTANCE);
    }

    public Json putText(String name, Optional<String> value) {
        return put(name, value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
    }

    public Json putTime(String name, Optional<Instant> value) {
        return putText(name, value.map(Json::text));
    }

    public <T> Json putAll(String name, Collection<T> items, Function<T, JsonElement> write) {
        return put(name, array(items, write));
    }

    public JsonObject done() {
        return object;
    }
}
