// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.Map;
import java.util.TreeMap;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;

/** Counts transitions by reason: those still kept when it starts, and each one since. */
final class TransitionCounts implements LineListener {
    /** More reasons than these are counted as {@code other}. */
    private static final int MAX_REASONS = 64;

    private final Transitions transitions;
    private final Map<String, Long> counts = new TreeMap<>();
    private long epoch;
    private long counted;

    TransitionCounts(Transitions transitions) {
        this.transitions = transitions;
        this.epoch = transitions.epoch();
    }

    @Override
    public synchronized void changed(LineStateChanged change) {
        if (change.epoch() == epoch && change.seq() > counted + 1) {
            catchUp();
        }
        count(change);
    }

    /** How often each reason has been given. */
    synchronized Map<String, Long> byReason() {
        catchUp();
        return new TreeMap<>(counts);
    }

    private void catchUp() {
        transitions.since(counted).forEach(this::count);
    }

    private void count(LineStateChanged change) {
        if (change.epoch() != epoch) {
            epoch = change.epoch();
            counted = 0;
        }
        if (change.seq() > counted) {
            counted = change.seq();
            String why = change.why().word();
            boolean known = counts.containsKey(why) || counts.size() < MAX_REASONS;
            counts.merge(known ? why : "other", 1L, Long::sum);
        }
    }
}
