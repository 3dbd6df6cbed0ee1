// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Habits of a kind of phone that no key of its configuration says.
 *
 * @param probeWholeTime whether a probe that registers waits 64 × T1, whatever the count says
 * @param trustedPeersOnly whether an INVITE from an address that is no target is refused
 * @param callLimit how many calls a line has before a further one meets busy, at least 1
 */
public record Profile(boolean probeWholeTime, boolean trustedPeersOnly, int callLimit) {
    /** Probes are attempts like others, everybody may call, two calls at a time. */
    public static final Profile STANDARD = new Profile(false, false, 2);
}
