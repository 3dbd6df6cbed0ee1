// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.OptionalInt;

/**
 * What keeps the path to the current server open.
 *
 * @param kind what is sent
 * @param intervalSeconds between two of them
 * @param sends with {@link Kind#OPTIONS}: transmissions before it has timed out; empty = as the
 *     server's requests
 */
public record Keepalive(Kind kind, int intervalSeconds, OptionalInt sends) {
    /** Double CRLF each 25 s (RFC 5626 section 4.4.1 asks for 24 to 29 s over UDP). */
    public static final Keepalive CRLF_25 = new Keepalive(Kind.CRLF, 25, OptionalInt.empty());

    /** What is sent. */
    public enum Kind {
        NONE,
        CRLF,
        OPTIONS
    }
}
