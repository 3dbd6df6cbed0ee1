// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * A clock that stands still until it is told to go on. Tasks run on the thread that moves it, in
 * the order of their time; those of one moment in the order in which they were scheduled. Never
 * looks at the machine's clock. For one thread.
 */
public final class VirtualClock {
    private static final Comparator<Task> BY_TIME =
            Comparator.<Task>comparingLong(task -> task.atMs).thenComparingLong(task -> task.order);

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(BY_TIME);
    private long nowMs;
    private long scheduled;

    /** A task that waits for its time. */
    public static final class Task {
        private final long atMs;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Task(long atMs, long order, Runnable action) {
            this.atMs = atMs;
            this.order = order;
            this.action = action;
        }

        /** It does not run any more; does nothing if it has run. */
        public void cancel() {
            cancelled = true;
        }
    }

    /** Milliseconds since this clock was made. */
    public long nowMs() {
        return nowMs;
    }

    /**
     * Runs a task later, never at once: also with a delay of 0 only when the clock is moved.
     *
     * @param delayMs from now, at least 0
     */
    public Task schedule(long delayMs, Runnable action) {
        if (delayMs < 0) {
            throw new IllegalArgumentException(delayMs + " ms from now is in the past");
        }
        Task task =
                new Task(
                        Math.addExact(nowMs, delayMs), scheduled++, Objects.requireNonNull(action));
        tasks.add(task);
        return task;
    }

    /** Moves on by {@code time} and runs what falls due on the way, newly scheduled tasks too. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back by " + time);
        }
        long end = Math.addExact(nowMs, time.toMillis());
        OptionalLong next = nextMs();
        while (next.isPresent() && next.getAsLong() <= end) {
            Task task = tasks.remove();
            nowMs = task.atMs;
            task.action.run();
            next = nextMs();
        }
        nowMs = end;
    }

    /** When the next task is due; empty if none waits. */
    public OptionalLong nextMs() {
        while (!tasks.isEmpty() && tasks.peek().cancelled) {
            tasks.remove();
        }
        return tasks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(tasks.peek().atMs);
    }
}
