// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The fields of one JSON object, each of a stated kind. Fields that nobody asks for are left alone:
 * within a major version more may come. For optional ones null and absent are the same.
 */
final class Fields {
    private static final int MAX_DEPTH = 16;

    private final String path;
    private final JsonObject object;

    private Fields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    /** Reads something out of an object. */
    interface Form<T> {
        T read(Fields fields) throws BadMessage;
    }

    /** The document as it is; RFC 8259 and no laxer. */
    static Fields of(String json) throws BadMessage {
        if (json.length() > Payload.MAX_BYTES) {
            throw new BadMessage(
                    "The message is longer than " + Payload.MAX_BYTES + " characters.");
        }
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(MAX_DEPTH);
        JsonElement root;
        try {
            root = JsonParser.parseReader(reader);
            reader.peek(); // Throws if something follows.
        } catch (JsonParseException | IOException | NumberFormatException broken) {
            // The parser's own words may quote a part of the text.
            throw new BadMessage(
                    "The message is not one JSON value, breaks off or nests too deeply.");
        }
        if (!(root instanceof JsonObject object)) {
            throw new BadMessage("The message is not a JSON object.");
        }
        return new Fields("", object);
    }

    /** The same, and {@code v} is the major version that this code reads. */
    static Fields message(String json) throws BadMessage {
        Fields fields = of(json);
        long version = fields.number("v");
        if (version != Payload.VERSION) {
            throw new BadMessage("v is not " + Payload.VERSION + ": " + version + ".");
        }
        return fields;
    }

    /** Builds a record, whose constructor knows the bounds. */
    <T> T build(Supplier<T> constructor) throws BadMessage {
        try {
            return constructor.get();
        } catch (IllegalArgumentException outOfBounds) {
            throw new BadMessage(at(outOfBounds.getMessage()) + ".");
        }
    }

    boolean has(String name) {
        return object.has(name) && !object.get(name).isJsonNull();
    }

    Set<String> names() {
        return object.keySet();
    }

    String json() {
        return Draft.text(object);
    }

    boolean flag(String name) throws BadMessage {
        if (need(name) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        throw new BadMessage(at(name) + " is not true or false.");
    }

    String text(String name) throws BadMessage {
        return text(at(name), need(name));
    }

    Optional<String> optionalText(String name) throws BadMessage {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    List<String> texts(String name, int max) throws BadMessage {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(name, max)) {
            texts.add(text(at(name) + "[" + texts.size() + "]", element));
        }
        return texts;
    }

    Instant time(String name) throws BadMessage {
        String text = text(name);
        Optional<Instant> time = Times.parse(text);
        if (time.isEmpty()) {
            throw new BadMessage(
                    at(name)
                            + " is not a time like 2026-11-20T23:01:02.114Z: "
                            + Check.shown(text)
                            + ".");
        }
        return time.get();
    }

    Optional<Instant> optionalTime(String name) throws BadMessage {
        return has(name) ? Optional.of(time(name)) : Optional.empty();
    }

    long number(String name) throws BadMessage {
        if (!(need(name) instanceof JsonPrimitive value && value.isNumber())) {
            throw new BadMessage(at(name) + " is not a number.");
        }
        String digits = value.getAsString();
        // Twenty characters hold every long; 1e999999999 is not worth computing.
        if (digits.length() <= 20 && !digits.contains("e") && !digits.contains("E")) {
            BigDecimal number = new BigDecimal(digits);
            if (number.abs().compareTo(BigDecimal.valueOf(Check.MAX_NUMBER)) <= 0
                    && number.stripTrailingZeros().scale() <= 0) {
                return number.longValueExact();
            }
        }
        throw new BadMessage(
                at(name)
                        + " is not a whole number of at most 53 bits: "
                        + Check.shown(digits)
                        + ".");
    }

    int smallNumber(String name) throws BadMessage {
        long number = number(name);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new BadMessage(at(name) + " is too large: " + number + ".");
        }
        return (int) number;
    }

    OptionalInt optionalNumber(String name) throws BadMessage {
        return has(name) ? OptionalInt.of(smallNumber(name)) : OptionalInt.empty();
    }

    Fields object(String name) throws BadMessage {
        return asObject(at(name), need(name));
    }

    <T> Optional<T> optional(String name, Form<T> form) throws BadMessage {
        return has(name) ? Optional.of(form.read(object(name))) : Optional.empty();
    }

    <T> List<T> list(String name, int max, Form<T> form) throws BadMessage {
        List<T> list = new ArrayList<>();
        for (JsonElement element : array(name, max)) {
            list.add(form.read(asObject(at(name) + "[" + list.size() + "]", element)));
        }
        return list;
    }

    private JsonArray array(String name, int max) throws BadMessage {
        if (!(need(name) instanceof JsonArray array)) {
            throw new BadMessage(at(name) + " is not an array.");
        }
        // Before its elements are looked at, as they may be many.
        if (array.size() > max) {
            throw new BadMessage(
                    at(name) + " has more than " + max + " elements: " + array.size() + ".");
        }
        return array;
    }

    private JsonElement need(String name) throws BadMessage {
        if (!object.has(name)) {
            throw new BadMessage(at(name) + " is missing.");
        }
        return object.get(name);
    }

    private static String text(String path, JsonElement element) throws BadMessage {
        if (element instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new BadMessage(path + " is not a text.");
    }

    private static Fields asObject(String path, JsonElement element) throws BadMessage {
        if (element instanceof JsonObject object) {
            return new Fields(path, object);
        }
        throw new BadMessage(path + " is not an object.");
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
