// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * A line as last told of.
 *
 * @param line its number
 * @param state a word of the phone's
 * @param server the configured address of the server in use
 * @param since when this state began
 * @param why a word of the phone's
 * @param calls calls that it had when it last showed itself
 */
public record LineNow(
        int line, String state, Optional<String> server, Instant since, String why, int calls) {
    /** Whether somebody can dial. */
    public boolean inService() {
        return isInService(state);
    }

    /** Whether this word of a line's state means that somebody can dial. */
    public static boolean isInService(String state) {
        return state.equals("on_primary") || state.equals("on_backup");
    }
}
