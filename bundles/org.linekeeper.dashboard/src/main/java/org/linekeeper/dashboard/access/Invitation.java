// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Optional;

/**
 * What a link is good for, once.
 *
 * @param name of whoever comes by it
 * @param role what that one may do
 * @param until after which it is good for nothing
 */
record Invitation(String name, Role role, Instant until) {
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("role", role.word());
        json.addProperty("expires", Origin.time(until));
        return json;
    }

    /** What was kept; empty when it is none of ours. */
    static Optional<Invitation> read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            return Role.of(json.get("role").getAsString())
                    .map(
                            role ->
                                    new Invitation(
                                            json.get("name").getAsString(),
                                            role,
                                            Instant.parse(json.get("expires").getAsString())));
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
