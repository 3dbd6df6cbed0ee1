// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.Comparator;
import org.linekeeper.api.lines.LadderStep;

/**
 * A step in its place.
 *
 * @param order grows from step to step of a line
 * @param step the step
 * @param bytes what it takes, at least as much as its text in memory or in UTF-8
 */
record Rung(long order, LadderStep step, int bytes) {
    static final Comparator<Rung> IN_ORDER = Comparator.comparingLong(Rung::order);

    private static final int BARE = 100;

    static Rung of(long order, LadderStep step) {
        int bytes = BARE;
        String text = step.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return new Rung(order, step, bytes);
    }
}
