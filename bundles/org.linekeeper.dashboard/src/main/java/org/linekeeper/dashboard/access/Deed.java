// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;

/** What a request wants to change, in one line that tells no secret. */
final class Deed {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(url|secret|password|token|key|code|auth).*");

    private Deed() {}

    static String what(Request request) {
        return request.method() + " " + request.rawPath();
    }

    /** How it ended, and what the body says in plain values. */
    static String detail(Request request, int status) {
        return (status + " " + values(request)).strip();
    }

    private static String values(Request request) {
        if (request.body().length == 0) {
            return "";
        }
        try {
            return pairs("", request.json()).collect(Collectors.joining(" "));
        } catch (Problem notJson) {
            return "";
        }
    }

    /** Those of an object in it, too, such as {@code for_s.incident=5}. */
    private static Stream<String> pairs(String path, JsonObject object) {
        return object.entrySet().stream().flatMap(entry -> pairs(path, entry));
    }

    private static Stream<String> pairs(String path, Map.Entry<String, JsonElement> entry) {
        String name = path + entry.getKey();
        JsonElement value = entry.getValue();
        if (value.isJsonObject()) {
            return pairs(name + ".", value.getAsJsonObject());
        }
        boolean secret = SECRET.matcher(name).matches();
        return value.isJsonPrimitive()
                ? Stream.of(name + "=" + (secret ? "..." : value.getAsString()))
                : Stream.empty();
    }
}
