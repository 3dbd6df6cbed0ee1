// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.HashSet;
import java.util.Set;

/**
 * The lines of the phone that have a living call, all in one place: who asks sees the phone as it
 * was at one moment, not one line after another. Safe for use by several threads.
 */
final class BusyLines {
    private final Set<Object> busy = new HashSet<>();
    private final Runnable idle;

    /**
     * No line is busy.
     *
     * @param idle is told when the phone's last call is over, after it is seen to be so here: who
     *     saw the phone busy before hears of its end afterwards
     */
    BusyLines(Runnable idle) {
        this.idle = idle;
    }

    /** Whether a line has a living call from now on. */
    void set(Object line, boolean living) {
        if (living) {
            synchronized (this) {
                busy.add(line);
            }
        } else if (wasLast(line)) {
            idle.run();
        }
    }

    private synchronized boolean wasLast(Object line) {
        return busy.remove(line) && busy.isEmpty();
    }

    /** Whether any other line than this one has a living call. */
    synchronized boolean elsewhere(Object line) {
        return busy.size() > (busy.contains(line) ? 1 : 0);
    }
}
