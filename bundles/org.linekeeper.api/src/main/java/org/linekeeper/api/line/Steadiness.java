// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * What keeps a line from moving too early and too often. It never holds up a failover: a line whose
 * server is gone moves at once.
 *
 * @param healthMemory whether every request, a REGISTER too, tries a target under penalty last
 * @param successes good answers in a row before the line goes back to a better server, at least 1
 * @param holdDownSeconds for how long a line stays where a failover brought it before it goes back,
 *     0 or more
 * @param mostHoldDownSeconds flap damping: after each return that did not last the hold-down
 *     doubles, up to this; as long as {@code holdDownSeconds} = it never grows
 * @param confirmSeconds between two OPTIONS to a better server from its first good answer to the
 *     return; 0 = as the heartbeat
 */
public record Steadiness(
        boolean healthMemory,
        int successes,
        long holdDownSeconds,
        long mostHoldDownSeconds,
        int confirmSeconds) {
    /** A line moves and returns as its vendor says, at the first answer. */
    public static final Steadiness NONE = new Steadiness(false, 1, 0, 0, 0);

    public Steadiness {
        if (successes < 1
                || holdDownSeconds < 0
                || mostHoldDownSeconds < holdDownSeconds
                || confirmSeconds < 0) {
            throw new IllegalArgumentException("no steadiness: " + successes + " successes");
        }
    }
}
