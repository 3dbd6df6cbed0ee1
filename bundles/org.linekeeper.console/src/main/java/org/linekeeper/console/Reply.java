// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer that is whole when it is given.
 *
 * @param status the HTTP status
 * @param headers those of the body and the status
 * @param body text; empty = none
 */
record Reply(int status, Map<String, String> headers, String body) implements Answer {
    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    static Reply json(int status, JsonElement body) {
        return of(status, "application/json", body + "\n");
    }

    static Reply of(int status, String type, String body) {
        return new Reply(status, Map.of("Content-Type", type), body);
    }

    Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }
}
