// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Session timers of calls (RFC 4028).
 *
 * @param expiresSeconds 0 = not asked for
 * @param minSeconds Min-SE, at least 90
 * @param refresher who renews, when the choice is ours
 */
public record SessionTimer(int expiresSeconds, int minSeconds, Refresher refresher) {
    /** Not asked for; the peer's refreshes are answered all the same. */
    public static final SessionTimer OFF = new SessionTimer(0, 90, Refresher.UAC);

    /** Who renews a session. */
    public enum Refresher {
        UAC,
        UAS
    }
}
