// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.OptionalLong;

/**
 * Time-outs in milliseconds that a vendor sets for each method; empty: the count of transmissions
 * decides. Only {@link Profile#lastWholeTime} makes one longer, for the last hop of a round.
 *
 * @param registerMs after which a REGISTER without any response has failed
 * @param inviteMs the same for an INVITE
 * @param optionsMs the same for an OPTIONS
 */
public record GiveUp(OptionalLong registerMs, OptionalLong inviteMs, OptionalLong optionsMs) {
    /** No time-out of its own. */
    public static final GiveUp NONE =
            new GiveUp(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** One time-out for all methods. */
    public static GiveUp all(long ms) {
        return new GiveUp(OptionalLong.of(ms), OptionalLong.of(ms), OptionalLong.of(ms));
    }
}
