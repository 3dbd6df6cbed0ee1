// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore.Position;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;

/** Reads what a request says; what is not possible is a problem that names place and value. */
final class Asked {
    private static final String TENANT = "default";
    private static final int MOST_CHARACTERS = 200;

    private Asked() {}

    /** The phone that the path names, of the tenant that the query names. */
    static DeviceName device(Request request) {
        return new DeviceName(
                request.optional("tenant").orElse(TENANT), request.path().get("device"));
    }

    static int number(Request request, String name, int least, int most, int usual) {
        return request.optional(name).map(text -> number(name, text, least, most)).orElse(usual);
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw impossible(name, "a whole number from " + least + " to " + most, text);
    }

    static Optional<Instant> time(Request request, String name) {
        return request.optional(name).map(text -> time(name, text));
    }

    static Instant time(String name, String text) {
        try {
            Instant at = Instant.parse(text);
            // Databases and calendars end somewhere.
            if (at.isAfter(Instant.EPOCH.minusMillis(1))
                    && at.isBefore(Instant.ofEpochSecond(1L << 34))) {
                return at;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw impossible(name, "a time such as 2026-11-21T10:00:00Z", text);
    }

    /** Of a history: EPOCH.NUMBER. */
    static Optional<Position> position(Request request, String name) {
        return request.optional(name)
                .map(
                        text -> {
                            if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                                throw impossible(name, "EPOCH.NUMBER", text);
                            }
                            int dot = text.indexOf('.');
                            return new Position(
                                    Long.parseLong(text.substring(0, dot)),
                                    Long.parseLong(text.substring(dot + 1)));
                        });
    }

    /** A member of a body that has to be true or false. */
    static boolean flag(JsonObject body, String name) {
        JsonElement value = body.get(name);
        if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw new Problem(422, name + " has to be true or false.", "$." + name);
        }
        return value.getAsBoolean();
    }

    /** A member of a body that may be a string; empty for null, too. */
    static Optional<String> text(JsonObject body, String name, int most) {
        JsonElement value = body.get(name);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        if (!text || value.getAsString().isBlank() || value.getAsString().length() > most) {
            throw new Problem(
                    422, name + " has to be a text of 1 to " + most + " characters.", "$." + name);
        }
        return Optional.of(value.getAsString());
    }

    /** A body has nothing else; a word that is misspelt would do nothing in silence. */
    static void only(JsonObject body, Set<String> names) {
        for (String name : body.keySet()) {
            if (!names.contains(name)) {
                throw new Problem(
                        422, "There is no member " + shown(name) + " here.", "$." + shown(name));
            }
        }
    }

    static Problem impossible(String name, String what, String text) {
        return new Problem(422, name + " has to be " + what + ", not " + shown(text) + ".", name);
    }

    static String shown(String text) {
        String plain = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() <= MOST_CHARACTERS
                ? plain
                : plain.substring(0, MOST_CHARACTERS) + "…";
    }

    /** Something that needs the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws StoreGone;
    }

    /** Asks the database; while it is away that is no fault of whoever asks. */
    static <T> T of(Question<T> question) {
        try {
            return question.ask();
        } catch (StoreGone e) {
            throw new Problem(503, e.getMessage()).with("Retry-After", "5");
        }
    }
}
