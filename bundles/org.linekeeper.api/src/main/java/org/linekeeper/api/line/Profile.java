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
 * @param tryHealthyFirst whether {@link Failback.Mode#NEW_REQUESTS} tries a target that failed
 *     within its penalty last, and not first because it is the best
 */
public record Profile(
        boolean probeWholeTime,
        boolean lastWholeTime,
        boolean trustedPeersOnly,
        int callLimit,
        boolean tryHealthyFirst) {
    /** The last hop gets the whole time, everybody may call, two calls at a time. */
    public static final Profile STANDARD = new Profile(false, true, false, 2);

    public Profile {
        if (callLimit < 1) {
            throw new IllegalArgumentException("a line has at least one call, not " + callLimit);
        }
    }

    /** A profile that tries targets in their order, whatever their health. */
    public Profile(
            boolean probeWholeTime,
            boolean lastWholeTime,
            boolean trustedPeersOnly,
            int callLimit) {
        this(probeWholeTime, lastWholeTime, trustedPeersOnly, callLimit, false);
    }

    /** The same habits but for {@link #tryHealthyFirst}. */
    public Profile withTryHealthyFirst(boolean value) {
        return new Profile(probeWholeTime, lastWholeTime, trustedPeersOnly, callLimit, value);
    }
}
