// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Optional;

/**
 * A binding that a line has, or is about to have or to remove.
 *
 * @param place at whom
 * @param state {@code registering}, {@code registered}, {@code lapsing} or {@code removing}
 * @param expiresAt when it ends unless it is refreshed; empty before the first 200
 * @param callId of its REGISTER requests
 */
public record Registration(
        Place place, String state, Optional<Instant> expiresAt, Optional<String> callId) {
    public Registration {
        Check.word("state", state);
        expiresAt = Check.time("expires_at", expiresAt);
        Check.text("call_id", callId, 256);
    }

    static Registration read(Fields fields) throws BadMessage {
        Place place = Place.read(fields);
        String state = fields.text("state");
        Optional<Instant> expiresAt = fields.optionalTime("expires_at");
        Optional<String> callId = fields.optionalText("call_id");
        return fields.build(() -> new Registration(place, state, expiresAt, callId));
    }

    Draft draft() {
        return place.draft()
                .put("state", state)
                .putTime("expires_at", expiresAt)
                .putText("call_id", callId);
    }
}
