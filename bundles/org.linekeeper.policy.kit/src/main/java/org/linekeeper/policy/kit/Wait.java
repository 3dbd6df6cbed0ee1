// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;

/**
 * A delay whose exact length the runtime draws.
 *
 * @param least the shortest
 * @param spread how much longer it may get; ZERO = exactly {@code least}
 */
public record Wait(Duration least, Duration spread) {
    public static Wait exactly(Duration delay) {
        return new Wait(delay, Duration.ZERO);
    }

    /** The same wait, not shorter than {@code floor}. */
    Wait atLeast(Duration floor) {
        return least.compareTo(floor) >= 0 ? this : new Wait(floor, spread);
    }

    /** Drawn between two shares of a whole, in percent. */
    public static Wait between(int fromPercent, int toPercent, Duration whole) {
        long ms = whole.toMillis();
        long least = ms * fromPercent / 100;
        return new Wait(Duration.ofMillis(least), Duration.ofMillis(ms * toPercent / 100 - least));
    }
}
