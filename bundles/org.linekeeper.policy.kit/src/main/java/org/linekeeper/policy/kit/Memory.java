// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import org.linekeeper.api.line.LineState;

/**
 * Small numbers in a line's memory. It comes from a file, or from another version of the kit: what
 * is no number from 0 to the most that makes sense counts as 0.
 */
final class Memory {
    private Memory() {}

    static int number(LineState state, String key, int most) {
        try {
            int number = Integer.parseInt(state.memory().getOrDefault(key, "0"));
            return number < 0 || number > most ? 0 : number;
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /**
     * Counts one more, up to {@code most}.
     *
     * @return how many that makes
     */
    static int count(Step step, String key, int most) {
        int counted = Math.min(most, 1 + number(step.state(), key, most));
        step.change(draft -> draft.memory().put(key, Integer.toString(counted)));
        return counted;
    }

    static void forget(Step step, String key) {
        if (step.state().memory().containsKey(key)) {
            step.change(draft -> draft.memory().remove(key));
        }
    }
}
