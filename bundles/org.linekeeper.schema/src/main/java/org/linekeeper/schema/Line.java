// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A line as the phone's HTTP API shows it, with the user part of its address-of-record masked: that
 * is done here, so that no line can leave a phone otherwise.
 *
 * @param line its number, 1 to 1000
 * @param aor the address-of-record; masked whatever is handed in
 * @param enabled whether it is to be in service
 * @param state {@code disabled}, {@code registering}, {@code on_primary}, {@code switching}, {@code
 *     on_backup} or {@code unregistered}; more may come
 * @param position of the target in configured order, from 1
 * @param target where the next request goes
 * @param since when the state began
 * @param expiresAt when the registration in use ends
 * @param registrations at most {@link #MAX_PARTS}
 * @param health at most {@link #MAX_PARTS}
 * @param why the reason of the state, a word
 * @param calls ids of living calls, at most {@link #MAX_PARTS}
 */
public record Line(
        int line,
        Optional<String> aor,
        boolean enabled,
        String state,
        OptionalInt position,
        Optional<Place> target,
        Instant since,
        Optional<Instant> expiresAt,
        List<Registration> registrations,
        List<Health> health,
        String why,
        List<String> calls) {
    public static final int MAX_PARTS = 64;

    public Line {
        Check.line(line);
        Check.text("aor", aor, 512);
        aor = aor.map(Mask::address);
        Check.word("state", state);
        position.ifPresent(p -> Check.range("position", p, 1, 10_000));
        since = Check.time("since", since);
        expiresAt = Check.time("expires_at", expiresAt);
        registrations = Check.list("registrations", registrations, 0, MAX_PARTS);
        health = Check.list("health", health, 0, MAX_PARTS);
        Check.word("why", why);
        calls = Check.list("calls", calls, 0, MAX_PARTS);
        calls.forEach(call -> Check.text("calls", call, 128));
    }

    static Line read(Fields fields) throws BadMessage {
        int line = fields.smallNumber("line");
        Optional<String> aor = fields.optionalText("aor");
        boolean enabled = fields.flag("enabled");
        String state = fields.text("state");
        OptionalInt position = fields.optionalNumber("position");
        Optional<Place> target = fields.optional("target", Place::read);
        Instant since = fields.time("since");
        Optional<Instant> expiresAt = fields.optionalTime("expires_at");
        List<Registration> bindings = fields.list("registrations", MAX_PARTS, Registration::read);
        List<Health> health = fields.list("health", MAX_PARTS, Health::read);
        String why = fields.text("why");
        List<String> calls = fields.texts("calls", MAX_PARTS);
        return fields.build(
                () ->
                        new Line(
                                line, aor, enabled, state, position, target, since, expiresAt,
                                bindings, health, why, calls));
    }

    Draft draft() {
        return new Draft()
                .put("line", line)
                .putText("aor", aor)
                .put("enabled", enabled)
                .put("state", state)
                .put("position", position)
                .putDraft("target", target.map(Place::draft))
                .put("since", since)
                .putTime("expires_at", expiresAt)
                .putAll("registrations", registrations, Registration::draft)
                .putAll("health", health, Health::draft)
                .put("why", why)
                .putTexts("calls", calls);
    }
}
