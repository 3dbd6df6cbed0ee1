// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A JSON object that was kept, while it is read. Each method throws an unchecked exception where
 * the member is absent or something else, which only {@link #read} has to know.
 */
public final class Kept {
    private final JsonObject object;

    private Kept(JsonObject object) {
        this.object = object;
    }

    /** Reads a text; empty when somebody else wrote it, or an older dashboard. */
    public static <T> Optional<T> read(String text, Function<Kept, T> reader) {
        return ours(() -> reader.apply(new Kept(JsonParser.parseString(text).getAsJsonObject())));
    }

    /** Reads a text that is an array of objects; the same. */
    public static <T> Optional<List<T>> readAll(String text, Function<Kept, T> reader) {
        return ours(() -> all(JsonParser.parseString(text).getAsJsonArray(), reader));
    }

    private static <T> Optional<T> ours(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (RuntimeException e) {
            // A null, a word for a number, a time that is none: whatever it is, it is not ours.
            return Optional.empty();
        }
    }

    private static <T> List<T> all(JsonArray array, Function<Kept, T> reader) {
        return array.asList().stream()
                .map(each -> reader.apply(new Kept(each.getAsJsonObject())))
                .toList();
    }

    /** An object within it. */
    public Kept in(String name) {
        return new Kept(object.getAsJsonObject(name));
    }

    public String text(String name) {
        return object.get(name).getAsString();
    }

    public Optional<String> optionalText(String name) {
        JsonElement value = object.get(name);
        return value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
    }

    /** A value as the JSON that it is. */
    public String json(String name) {
        return object.get(name).toString();
    }

    public long number(String name) {
        return object.get(name).getAsLong();
    }

    public int count(String name) {
        return Math.toIntExact(number(name));
    }

    public OptionalLong optionalNumber(String name) {
        return object.get(name).isJsonNull() ? OptionalLong.empty() : OptionalLong.of(number(name));
    }

    public boolean flag(String name) {
        return object.get(name).getAsBoolean();
    }

    public Instant time(String name) {
        return Instant.parse(text(name));
    }

    public Optional<Instant> optionalTime(String name) {
        return optionalText(name).map(Instant::parse);
    }

    public <T> List<T> all(String name, Function<Kept, T> reader) {
        return all(object.getAsJsonArray(name), reader);
    }
}
