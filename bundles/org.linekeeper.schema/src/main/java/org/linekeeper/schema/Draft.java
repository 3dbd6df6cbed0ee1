// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** A JSON object that is being written; what is absent is written as null. */
final class Draft {
    private static final Gson COMPACT =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final JsonObject json = new JsonObject();

    /** A message of this major version. */
    static Draft message() {
        return new Draft().put("v", Payload.VERSION);
    }

    Draft put(String name, long value) {
        json.addProperty(name, value);
        return this;
    }

    Draft put(String name, boolean value) {
        json.addProperty(name, value);
        return this;
    }

    Draft put(String name, String value) {
        json.addProperty(name, value);
        return this;
    }

    Draft put(String name, Instant value) {
        return put(name, Times.text(value));
    }

    Draft put(String name, Draft value) {
        json.add(name, value.json);
        return this;
    }

    Draft put(String name, OptionalInt value) {
        return putElement(
                name, value.isPresent() ? new JsonPrimitive(value.getAsInt()) : JsonNull.INSTANCE);
    }

    Draft putText(String name, Optional<String> value) {
        return put(name, value, JsonPrimitive::new);
    }

    Draft putTime(String name, Optional<Instant> value) {
        return put(name, value, time -> new JsonPrimitive(Times.text(time)));
    }

    Draft putDraft(String name, Optional<Draft> value) {
        return put(name, value, draft -> draft.json);
    }

    <T> Draft putAll(String name, Iterable<T> values, Function<T, Draft> form) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(form.apply(value).json));
        return putElement(name, array);
    }

    Draft putTexts(String name, Iterable<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return putElement(name, array);
    }

    /** Objects that were checked to be some. */
    Draft putObjects(String name, Iterable<String> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(object -> array.add(JsonParser.parseString(object)));
        return putElement(name, array);
    }

    private Draft putElement(String name, JsonElement element) {
        json.add(name, element);
        return this;
    }

    private <T> Draft put(String name, Optional<T> value, Function<T, JsonElement> form) {
        return putElement(name, value.map(form).orElse(JsonNull.INSTANCE));
    }

    /** One line. */
    String text() {
        return text(json);
    }

    static String text(JsonElement element) {
        return COMPACT.toJson(element);
    }
}
