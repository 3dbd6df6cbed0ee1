// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.OptionalLong;

/**
 * When a line that left a server's best target goes back to it, inside one server.
 *
 * @param mode the rule
 * @param afterSeconds with {@link Mode#DURATION} only; 0 = not until the current target fails
 */
public record Failback(Mode mode, OptionalLong afterSeconds) {
    /** Each new request tries the best target first. */
    public static final Failback NEW_REQUESTS =
            new Failback(Mode.NEW_REQUESTS, OptionalLong.empty());

    /** The rules, by the names that configuration uses. */
    public enum Mode {
        /** Each new request tries the best target first. */
        NEW_REQUESTS,
        /** When the TTL of the current target's record is over. */
        DNS_TTL,
        /** When the registration is due for renewal. */
        REGISTRATION,
        /** A set time after the switch. */
        DURATION
    }
}
