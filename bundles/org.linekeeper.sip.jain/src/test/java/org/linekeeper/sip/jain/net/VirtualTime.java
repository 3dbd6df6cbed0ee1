// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.util.PriorityQueue;

/** A scheduler whose time moves only when told; tasks that are due at once run in given order. */
public final class VirtualTime implements Scheduler {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowMs = 1_000_000;
    private long order;

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void execute(Runnable task) {
        schedule(0, task);
    }

    @Override
    public Timer schedule(long delayMs, Runnable work) {
        Task task = new Task(nowMs + Math.max(0, delayMs), order++, work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Runs what is due now. */
    public void settle() {
        advance(0);
    }

    /** Lets time pass, running what becomes due. */
    public void advance(long ms) {
        long end = nowMs + ms;
        while (!tasks.isEmpty() && tasks.peek().atMs <= end) {
            Task next = tasks.poll();
            nowMs = Math.max(nowMs, next.atMs);
            next.work.run();
        }
        nowMs = end;
    }

    /** How many timers wait. */
    public int waiting() {
        return tasks.size();
    }

    private record Task(long atMs, long order, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
