// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks on the caller's thread, one after another; may be held, to look in between. */
final class HeldPool implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean held;
    private boolean running;

    @Override
    public void execute(Runnable task) {
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
