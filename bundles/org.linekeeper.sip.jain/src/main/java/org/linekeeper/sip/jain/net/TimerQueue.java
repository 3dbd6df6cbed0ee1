// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tasks by the time they are due; a cancelled one is gone at once, in O(log n). */
final class TimerQueue {
    private final ConcurrentSkipListSet<Entry> entries = new ConcurrentSkipListSet<>();
    private final AtomicLong order = new AtomicLong();

    final class Entry implements Scheduler.Timer, Comparable<Entry> {
        private final long dueMs;
        private final long number;
        private final Runnable task;

        private Entry(long dueMs, long number, Runnable task) {
            this.dueMs = dueMs;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            entries.remove(this);
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(dueMs, other.dueMs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    Entry add(long nowMs, long delayMs, Runnable task) {
        long atLeast = Math.max(0, delayMs);
        long dueMs = nowMs > Long.MAX_VALUE - atLeast ? Long.MAX_VALUE : nowMs + atLeast;
        Entry entry = new Entry(dueMs, order.getAndIncrement(), task);
        entries.add(entry);
        return entry;
    }

    boolean isFirst(Entry entry) {
        Entry first = first();
        return first == entry;
    }

    /** Until the next one: 0 = one is due, {@link Long#MAX_VALUE} = there is none. */
    long waitMs(long nowMs) {
        Entry first = first();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.dueMs - nowMs);
    }

    /** Runs what is due and was there before this call. */
    void runDue(long nowMs, Consumer<Runnable> runner) {
        long newer = order.get();
        for (Entry first = first();
                first != null && first.dueMs <= nowMs && first.number < newer;
                first = first()) {
            // Whoever removes it has it: it is either cancelled or run.
            if (entries.remove(first)) {
                runner.accept(first.task);
            }
        }
    }

    int size() {
        return entries.size();
    }

    void clear() {
        entries.clear();
    }

    private Entry first() {
        // Not first(), which throws if another thread cancels the last one in between.
        var iterator = entries.iterator();
        return iterator.hasNext() ? iterator.next() : null;
    }
}
