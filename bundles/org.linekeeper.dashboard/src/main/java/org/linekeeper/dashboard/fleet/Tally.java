// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many phones are in each state.
 *
 * @param counts each state is there
 */
public record Tally(Map<PhoneState, Integer> counts) {
    public Tally {
        Map<PhoneState, Integer> all = new EnumMap<>(PhoneState.class);
        for (PhoneState state : PhoneState.values()) {
            all.put(state, counts.getOrDefault(state, 0));
        }
        counts = Collections.unmodifiableMap(all);
    }

    public int of(PhoneState state) {
        return counts.get(state);
    }

    public int phones() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Counts. One thread. */
    public static final class Counter {
        private final int[] counts = new int[PhoneState.values().length];

        public void count(PhoneState state) {
            counts[state.ordinal()]++;
        }

        public Tally tally() {
            Map<PhoneState, Integer> all = new EnumMap<>(PhoneState.class);
            for (PhoneState state : PhoneState.values()) {
                all.put(state, counts[state.ordinal()]);
            }
            return new Tally(all);
        }
    }
}
