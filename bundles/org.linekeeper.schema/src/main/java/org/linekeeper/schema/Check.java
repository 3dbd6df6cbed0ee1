// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bounds of values; each breach is an IllegalArgumentException that begins with the name that
 * the value has in JSON.
 */
final class Check {
    /** The largest whole number that every JSON reader keeps exact. */
    static final long MAX_NUMBER = (1L << 53) - 1;

    static final int MAX_LINE = 1_000;
    private static final int SHOWN = 40;
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Check() {}

    static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is not in " + min + ".." + max + ": " + value);
        }
        return value;
    }

    static long count(String name, long value) {
        return range(name, value, 0, MAX_NUMBER);
    }

    static void line(int line) {
        range("line", line, 1, MAX_LINE);
    }

    /** Of what a name, an id or a version is made: something visible without control characters. */
    static void text(String name, String value, int max) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        free(name, value, max);
        if (value.codePoints().anyMatch(Check::isControl)) {
            throw new IllegalArgumentException(name + " has a control character in it");
        }
    }

    /** Any text, line breaks too. */
    static void free(String name, String value, int max) {
        if (value.length() > max) {
            throw new IllegalArgumentException(name + " is longer than " + max + " characters");
        }
    }

    static void text(String name, Optional<String> value, int max) {
        value.ifPresent(v -> text(name, v, max));
    }

    static void word(String name, String value) {
        if (!WORD.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + " is not a word of a-z, 0-9 and _: " + shown(value));
        }
    }

    /** The same for the name of a value, which then is fit for a sentence. */
    static String named(String where, String name) {
        word(where, name);
        return name;
    }

    static void word(String name, Optional<String> value) {
        value.ifPresent(v -> word(name, v));
    }

    /** Those of the years 1970 to 9999, cut to milliseconds. */
    static Instant time(String name, Instant value) {
        if (value.isBefore(FIRST) || value.isAfter(LAST)) {
            throw new IllegalArgumentException(name + " is not in 1970..9999: " + value);
        }
        return Instant.ofEpochMilli(value.toEpochMilli());
    }

    static Optional<Instant> time(String name, Optional<Instant> value) {
        return value.map(v -> time(name, v));
    }

    static <T> List<T> list(String name, List<T> values, int min, int max) {
        if (values.size() < min || values.size() > max) {
            throw new IllegalArgumentException(
                    name + " has not " + min + ".." + max + " elements: " + values.size());
        }
        return List.copyOf(values);
    }

    /** A value from outside, fit for a sentence. */
    static String shown(String value) {
        String clipped = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        StringBuilder shown = new StringBuilder();
        clipped.codePoints().forEach(c -> shown.appendCodePoint(isControl(c) ? '?' : c));
        return shown.toString();
    }

    /** Also those that turn the direction of text, and halves of characters. */
    static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
