// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.linekeeper.dashboard.json.Kept;
import org.linekeeper.http.kit.Principal;

/**
 * Somebody who came by a link.
 *
 * @param id names it; no secret
 * @param name whose it is, as the one who invited says
 * @param role what that one may do
 * @param created when it began
 * @param seen when a request last came, to some minutes
 * @param from where it began
 */
record Session(String id, String name, Role role, Instant created, Instant seen, String from) {
    Session seenAt(Instant now) {
        return new Session(id, name, role, created, now, from);
    }

    Principal principal() {
        return new Principal(id, name, role.word());
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("name", name);
        json.addProperty("role", role.word());
        json.addProperty("since", Origin.time(created));
        json.addProperty("seen", Origin.time(seen));
        json.addProperty("from", from);
        return json;
    }

    /** What was kept; empty when it is none of ours. */
    static Optional<Session> read(String text) {
        return Kept.read(
                text,
                kept ->
                        new Session(
                                kept.text("id"),
                                kept.text("name"),
                                Role.of(kept.text("role")).orElseThrow(),
                                kept.time("since"),
                                kept.time("seen"),
                                kept.text("from")));
    }
}
