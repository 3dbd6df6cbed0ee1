// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.linekeeper.dashboard.json.Kept;

/**
 * What a link is good for, once.
 *
 * @param id names it; no secret
 * @param name of whoever comes by it
 * @param role what that one may do
 * @param until after which it is good for nothing
 */
record Invitation(String id, String name, Role role, Instant until) {
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("name", name);
        json.addProperty("role", role.word());
        json.addProperty("expires", Origin.time(until));
        return json;
    }

    /** What was kept; empty when it is none of ours. */
    static Optional<Invitation> read(String text) {
        return Kept.read(
                text,
                kept ->
                        new Invitation(
                                kept.text("id"),
                                kept.text("name"),
                                Role.of(kept.text("role")).orElseThrow(),
                                kept.time("expires")));
    }
}
