// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.util.OptionalLong;

/** The value that so many of a hundred do not exceed (nearest rank). */
final class Percentile {
    private Percentile() {}

    static OptionalLong of(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return OptionalLong.empty();
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return OptionalLong.of(sorted[Math.max(1, rank) - 1]);
    }
}
