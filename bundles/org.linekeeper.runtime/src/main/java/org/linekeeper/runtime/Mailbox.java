// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Hands messages to one reader, one at a time and in order, on a shared pool. The reader may put a
 * message off; then all wait until {@link #wake}. Bounded: at the bound a message is refused.
 *
 * @param <M> messages
 */
final class Mailbox<M> {
    private final Executor pool;
    private final Predicate<M> reader;
    private final int bound;
    private final Deque<M> messages = new ArrayDeque<>();
    private boolean running;
    private boolean woken;
    private boolean closed;

    /**
     * A mailbox.
     *
     * @param reader gives false if it cannot take the message now; must not throw
     */
    Mailbox(Executor pool, int bound, Predicate<M> reader) {
        this.pool = pool;
        this.bound = bound;
        this.reader = reader;
    }

    /** Adds a message; false if the mailbox is full. */
    synchronized boolean post(M message) {
        if (closed) {
            return true;
        }
        if (messages.size() >= bound) {
            return false;
        }
        messages.addLast(message);
        schedule();
        return true;
    }

    /** Nothing is handed over any more; what still comes is for nobody. */
    synchronized void close() {
        closed = true;
        messages.clear();
    }

    /** The reader can take messages again. */
    synchronized void wake() {
        // The reader may be putting a message off at this very moment: it is asked once more.
        woken = true;
        schedule();
    }

    private void schedule() {
        if (!running && !messages.isEmpty()) {
            running = true;
            try {
                pool.execute(this::drain);
            } catch (RejectedExecutionException ended) {
                // As at the end of the device, when listeners go behind the lines.
                close();
            }
        }
    }

    private void drain() {
        while (true) {
            M message;
            synchronized (this) {
                message = messages.peekFirst();
                if (message == null) {
                    running = false;
                    return;
                }
                woken = false;
            }
            boolean taken = reader.test(message);
            synchronized (this) {
                if (closed || !taken && !woken) {
                    running = false;
                    return;
                }
                if (taken) {
                    messages.removeFirst();
                }
            }
        }
    }
}
