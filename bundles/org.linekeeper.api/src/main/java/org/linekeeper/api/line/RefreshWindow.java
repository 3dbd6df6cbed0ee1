// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * When a registration is refreshed: drawn between two shares of the granted time.
 *
 * @param fromPercent 1 to 99
 * @param toPercent at least {@code fromPercent}, at most 99
 */
public record RefreshWindow(int fromPercent, int toPercent) {
    /** 80 to 90 percent. */
    public static final RefreshWindow STANDARD = new RefreshWindow(80, 90);

    /** Whether nothing is drawn: the share is always the same. */
    public boolean isFixed() {
        return fromPercent == toPercent;
    }

    public RefreshWindow {
        if (fromPercent < 1 || toPercent > 99 || toPercent < fromPercent) {
            throw new IllegalArgumentException(
                    "no refresh window: " + fromPercent + " to " + toPercent + " percent");
        }
    }
}
