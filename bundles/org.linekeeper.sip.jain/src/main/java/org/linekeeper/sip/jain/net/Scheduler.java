// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

/** The one thread that a line's signalling runs on, and its clock. */
public interface Scheduler {
    /** Milliseconds that never go backwards. */
    long nowMs();

    /** Runs a task on the thread, after those already given; from any thread. */
    void execute(Runnable task);

    /** Runs a task on the thread after a delay; from any thread. */
    Timer schedule(long delayMs, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** It no longer runs, unless it has begun. */
        void cancel();
    }
}
