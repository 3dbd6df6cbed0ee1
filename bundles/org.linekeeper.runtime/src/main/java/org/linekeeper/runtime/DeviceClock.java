// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Instant;

/** The device's time, and the only source of it. Safe for use by several threads. */
public interface DeviceClock {
    /** Milliseconds that never go backwards, from the start of the runtime. */
    long nowMs();

    /** The wall clock's time at a moment of {@link #nowMs}. */
    Instant wallAt(long ms);

    /** Runs a task after a delay, on a thread of the clock's; the task must be short. */
    Timer schedule(long delayMs, Runnable task);

    /** How many of these milliseconds pass in one of the world's; 1 but in tests. */
    double scale();

    /** A task that waits for its time. */
    interface Timer {
        /** It no longer runs, unless it has begun. */
        void cancel();
    }
}
