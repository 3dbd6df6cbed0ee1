// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose place and body have been read.
 *
 * @param method in capitals
 * @param rawPath as it was sent
 * @param path values of the route's {@code {names}}, decoded
 * @param query what follows the question mark, as it was sent; empty = nothing
 * @param headers as they were sent
 * @param body all of it
 * @param from the client's address, or that of the last proxy before us
 * @param principal who asks, once a guard has found that out
 */
public record Request(
        String method,
        String rawPath,
        Map<String, String> path,
        String query,
        Headers headers,
        byte[] body,
        InetAddress from,
        Optional<Principal> principal) {
    private static final int MAX_DEPTH = 16;

    /**
     * The address of {@code /} relative to this request's, such as {@code ../}: it is right below
     * any prefix that a proxy before us takes away.
     */
    public String toRoot() {
        int depth = (int) rawPath.chars().filter(c -> c == '/').count() - 1;
        return depth == 0 ? "./" : "../".repeat(depth);
    }

    /** A cookie's value; empty without one, and when there are several of that name. */
    public Optional<String> cookie(String name) {
        List<String> values =
                headers.getOrDefault("Cookie", List.of()).stream()
                        .flatMap(header -> Arrays.stream(header.split(";")))
                        .map(String::strip)
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> pair.substring(name.length() + 1))
                        .toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The same request of somebody who is known. */
    public Request by(Principal who) {
        return new Request(method, rawPath, path, query, headers, body, from, Optional.of(who));
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** A query parameter that has to be there once. */
    public String parameter(String name) {
        return optional(name)
                .orElseThrow(
                        () -> new Problem(422, "The query has to say " + name + "= once.", name));
    }

    /** A query parameter that may be there once. */
    public Optional<String> optional(String name) {
        List<String> values =
                Arrays.stream(query.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> decoded(pair.substring(name.length() + 1), name))
                        .toList();
        if (values.size() > 1) {
            throw new Problem(422, "The query has to say " + name + "= once.", name);
        }
        return values.stream().findFirst();
    }

    /** The body as a JSON object, to the letter of RFC 8259. */
    public JsonObject json() {
        if (body.length == 0) {
            throw new Problem(400, "The body is missing; it has to be JSON.");
        }
        try (JsonReader reader = new JsonReader(new StringReader(utf8()))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(MAX_DEPTH);
            JsonElement json = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw notJson();
            }
            if (!json.isJsonObject()) {
                throw new Problem(422, "The body has to be a JSON object.", "$");
            }
            return json.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            // The parser's message may quote the body, and a body may hold a password.
            throw notJson();
        }
    }

    /** A body of another kind is one that any web page could send. */
    void checkType() {
        if (body.length == 0) {
            return;
        }
        String type = header("Content-Type").orElse("").replace(" ", "").replace("\"", "");
        if (!type.equalsIgnoreCase("application/json")
                && !type.equalsIgnoreCase("application/json;charset=utf-8")) {
            throw new Problem(415, "A body has to be application/json in UTF-8.");
        }
    }

    private String utf8() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "The body is not UTF-8.");
        }
    }

    private static Problem notJson() {
        return new Problem(400, "The body is not JSON.");
    }

    private static String decoded(String text, String name) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "The query's " + name + "= is not encoded as a URL.", name);
        }
    }
}
