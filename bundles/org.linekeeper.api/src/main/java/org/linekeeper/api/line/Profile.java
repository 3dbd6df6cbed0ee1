// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Habits of a kind of phone that no key of its configuration says.
 *
 * @param probeWholeTime whether a probe that registers waits 64 × T1, whatever the count says
 * @param lastWholeTime whether the last hop that a request can try gets 64 × T1
 * @param trustedPeersOnly whether an INVITE from an address that is no target is refused
 * @param callLimit how many calls a line has before a further one meets busy, at least 1
 * @param staysAtTarget whether a line that left a server's first target stays at the other until a
 *     probe finds a better one, whatever {@link Server#failback} says
 * @param tryHealthyFirst whether a new request passes over a target under penalty while there is
 *     another, where failback says that each tries the first target
 */
public record Profile(
        boolean probeWholeTime,
        boolean lastWholeTime,
        boolean trustedPeersOnly,
        int callLimit,
        boolean staysAtTarget,
        boolean tryHealthyFirst) {
    /** The last hop gets the whole time, everybody may call, two calls at a time. */
    public static final Profile STANDARD = new Profile(false, true, false, 2);

    /** Habits inside a server as {@link Server#failback} has them. */
    public Profile(
            boolean probeWholeTime,
            boolean lastWholeTime,
            boolean trustedPeersOnly,
            int callLimit) {
        this(probeWholeTime, lastWholeTime, trustedPeersOnly, callLimit, false, false);
    }

    public Profile {
        if (callLimit < 1) {
            throw new IllegalArgumentException("a line has at least one call, not " + callLimit);
        }
    }
}
