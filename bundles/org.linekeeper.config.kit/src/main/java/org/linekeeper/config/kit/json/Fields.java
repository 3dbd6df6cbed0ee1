// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The fields of one JSON object, each of a stated kind and range. A field that is not there gives
 * the value that the caller hands in; one that nobody asked for is refused by {@link #noOthers}.
 */
final class Fields {
    private static final int MAX_TEXT = 256;

    private final String path;
    private final JsonObject object;
    private final Set<String> asked = new HashSet<>();

    private Fields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    static Fields of(JsonObject root) {
        return new Fields("", root);
    }

    void noOthers() throws BadLine {
        for (String name : object.keySet()) {
            if (!asked.contains(name)) {
                throw new BadLine(at(clipped(name)), "is no field of a line.", asked);
            }
        }
    }

    boolean has(String name) {
        asked.add(name);
        return object.has(name);
    }

    /** There and null: said to be not set. */
    boolean isNull(String name) {
        return has(name) && object.get(name).isJsonNull();
    }

    boolean flag(String name, boolean absent) throws BadLine {
        if (!has(name)) {
            return absent;
        }
        if (object.get(name) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        throw new BadLine(at(name), "is not true or false.");
    }

    /** Text without control characters; null and an empty text are the same. */
    String text(String name, String absent) throws BadLine {
        if (!has(name)) {
            return absent;
        }
        if (isNull(name)) {
            return "";
        }
        if (!(object.get(name) instanceof JsonPrimitive value && value.isString())) {
            throw new BadLine(at(name), "is not a text.");
        }
        String text = object.get(name).getAsString();
        if (text.length() > MAX_TEXT) {
            throw new BadLine(at(name), "is longer than " + MAX_TEXT + " characters.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadLine(at(name), "has a control character in it.");
        }
        return text;
    }

    /** A host name or an IP literal, as far as its characters tell. */
    String host(String name, String absent) throws BadLine {
        String host = text(name, absent);
        if (!host.chars().allMatch(Fields::isOfHost)) {
            throw new BadLine(at(name), "is not a host name or an IP address: " + host);
        }
        return host;
    }

    int requiredInt(String name, int min, int max) throws BadLine {
        if (!has(name)) {
            throw new BadLine(at(name), "is missing.");
        }
        return number(name, min, max, min);
    }

    int number(String name, int min, int max, int absent) throws BadLine {
        return (int) number(name, (long) min, (long) max, (long) absent);
    }

    long number(String name, long min, long max, long absent) throws BadLine {
        return has(name) ? number(at(name), object.get(name), min, max) : absent;
    }

    OptionalInt number(String name, int min, int max, OptionalInt absent) throws BadLine {
        if (!has(name)) {
            return absent;
        }
        return isNull(name)
                ? OptionalInt.empty()
                : OptionalInt.of((int) number(at(name), object.get(name), min, max));
    }

    OptionalLong number(String name, long min, long max, OptionalLong absent) throws BadLine {
        if (!has(name)) {
            return absent;
        }
        return isNull(name)
                ? OptionalLong.empty()
                : OptionalLong.of(number(at(name), object.get(name), min, max));
    }

    <E extends Enum<E>> E word(String name, Class<E> type, E absent) throws BadLine {
        if (!has(name)) {
            return absent;
        }
        Optional<E> found =
                object.get(name) instanceof JsonPrimitive value && value.isString()
                        ? Words.find(type, value.getAsString())
                        : Optional.empty();
        return found.orElseThrow(() -> new BadLine(at(name), "is not " + Words.choice(type) + "."));
    }

    /** The object in a field; empty if the field is not there. */
    Optional<Fields> inner(String name) throws BadLine {
        return has(name) ? Optional.of(asObject(at(name), object.get(name))) : Optional.empty();
    }

    JsonArray array(String name, int maxSize) throws BadLine {
        if (!(object.get(name) instanceof JsonArray array)) {
            throw new BadLine(at(name), "is not an array.");
        }
        if (array.size() > maxSize) {
            throw new BadLine(at(name), "has more than " + maxSize + " elements.");
        }
        return array;
    }

    static Fields asObject(String path, JsonElement element) throws BadLine {
        if (element instanceof JsonObject object) {
            return new Fields(path, object);
        }
        throw new BadLine(path, "is not an object.");
    }

    static long number(String path, JsonElement element, long min, long max) throws BadLine {
        if (!(element instanceof JsonPrimitive value && value.isNumber())) {
            throw new BadLine(path, "is not a number.");
        }
        String digits = element.getAsString();
        // Twenty characters hold every long; more of them, or 1e999999999, are not worth computing.
        if (digits.length() <= 20 && !digits.contains("e") && !digits.contains("E")) {
            BigDecimal number = new BigDecimal(digits);
            if (number.stripTrailingZeros().scale() <= 0
                    && number.compareTo(BigDecimal.valueOf(min)) >= 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return number.longValueExact();
            }
        }
        throw new BadLine(
                path, "is not a whole number in " + min + ".." + max + ": " + clipped(digits));
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String clipped(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }

    /** As the adapters judge; this package is embedded without theirs. */
    private static boolean isOfHost(int c) {
        return Character.isLetterOrDigit(c) || "-._:[]%".indexOf(c) >= 0;
    }
}
