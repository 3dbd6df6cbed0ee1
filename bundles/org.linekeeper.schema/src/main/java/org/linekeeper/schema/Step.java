// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of the ladder of a switch: a message, a timer or a decision. Numbers and credentials in
 * a message are masked here, whatever is handed in.
 *
 * @param at the device's wall clock
 * @param monoMs milliseconds since the device started
 * @param kind {@code message}, {@code timer} or {@code decision}
 * @param direction of a message: {@code in} or {@code out}
 * @param peer of a message: address and port of the other side
 * @param transport of a message: {@code udp}, {@code tcp} or {@code tls}
 * @param text the message, or a sentence; cut to {@link #MAX_TEXT} characters
 */
public record Step(
        Instant at,
        long monoMs,
        String kind,
        Optional<String> direction,
        Optional<String> peer,
        Optional<String> transport,
        String text) {
    public static final int MAX_TEXT = 4_000;
    public static final String MESSAGE = "message";

    public Step {
        at = Check.time("t", at);
        Check.count("mono", monoMs);
        Check.word("kind", kind);
        Check.word("dir", direction);
        Check.text("peer", peer, 256);
        Check.word("transport", transport);
        text = kind.equals(MESSAGE) ? Mask.message(text) : Mask.text(text);
        text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    static Step read(Fields fields) throws BadMessage {
        Instant at = fields.time("t");
        long monoMs = fields.number("mono");
        String kind = fields.text("kind");
        Optional<String> direction = fields.optionalText("dir");
        Optional<String> peer = fields.optionalText("peer");
        Optional<String> transport = fields.optionalText("transport");
        String text = fields.text("text");
        return fields.build(() -> new Step(at, monoMs, kind, direction, peer, transport, text));
    }

    Draft draft() {
        return new Draft()
                .put("t", at)
                .put("mono", monoMs)
                .put("kind", kind)
                .putText("dir", direction)
                .putText("peer", peer)
                .putText("transport", transport)
                .put("text", text);
    }
}
