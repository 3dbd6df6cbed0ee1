// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on the caller's thread, one after another; may be held, to look in between. */
final class HeldPool implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean held;
    private boolean running;
    private boolean shut;

    @Override
    public void execute(Runnable task) {
        if (shut) {
            throw new RejectedExecutionException("shut");
        }
        tasks.add(task);
        if (!held) {
            drain();
        }
    }

    void hold() {
        held = true;
    }

    void release() {
        held = false;
        drain();
    }

    /** Takes nothing any more, as a pool that has ended. */
    void shut() {
        shut = true;
    }

    int waiting() {
        return tasks.size();
    }

    private void drain() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        } finally {
            running = false;
        }
    }
}
