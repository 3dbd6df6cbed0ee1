// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Optional;

/**
 * What a line holds of a target.
 *
 * @param address the IP address
 * @param port 1 to 65535
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 * @param state {@code available}, {@code suspect}, {@code quarantined} or {@code probing}
 * @param until when a penalty ends
 * @param failures in a row
 */
public record Health(
        String address,
        int port,
        String transport,
        String state,
        Optional<Instant> until,
        int failures) {
    public Health {
        Place.wire(address, port, transport);
        Check.word("state", state);
        until = Check.time("until", until);
        Check.range("failures", failures, 0, Integer.MAX_VALUE);
    }

    static Health read(Fields fields) throws BadMessage {
        String address = fields.text("address");
        int port = fields.smallNumber("port");
        String transport = fields.text("transport");
        String state = fields.text("state");
        Optional<Instant> until = fields.optionalTime("until");
        int failures = fields.smallNumber("failures");
        return fields.build(() -> new Health(address, port, transport, state, until, failures));
    }

    Draft draft() {
        return new Draft()
                .put("address", address)
                .put("port", port)
                .put("transport", transport)
                .put("state", state)
                .putTime("until", until)
                .put("failures", failures);
    }
}
