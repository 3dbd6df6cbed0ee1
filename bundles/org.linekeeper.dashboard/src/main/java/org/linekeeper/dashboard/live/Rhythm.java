// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

/** When something is due again, by a clock that nobody sets. One thread. */
final class Rhythm {
    private final long everyMs;
    private long nextMs;

    /** Due at once. */
    Rhythm(long everyMs, long nowMs) {
        this.everyMs = everyMs;
        this.nextMs = nowMs;
    }

    /** Whether it is due; if so, it has been done, however that goes. */
    boolean isDue(long nowMs) {
        if (nowMs < nextMs) {
            return false;
        }
        nextMs = nowMs + everyMs;
        return true;
    }

    /** How long it is until then. */
    long leftMs(long nowMs) {
        return Math.max(0, nextMs - nowMs);
    }
}
