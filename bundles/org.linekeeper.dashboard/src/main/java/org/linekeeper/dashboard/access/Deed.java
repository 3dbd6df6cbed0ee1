// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            JsonObject body = request.json();
            return body.entrySet().stream()
                    .filter(entry -> entry.getValue().isJsonPrimitive())
                    .map(Deed::pair)
                    .collect(Collectors.joining(" "));
        } catch (Problem notJson) {
            return "";
        }
    }

    private static String pair(Map.Entry<String, JsonElement> entry) {
        boolean secret = SECRET.matcher(entry.getKey()).matches();
        return entry.getKey() + "=" + (secret ? "..." : entry.getValue().getAsString());
    }
}
