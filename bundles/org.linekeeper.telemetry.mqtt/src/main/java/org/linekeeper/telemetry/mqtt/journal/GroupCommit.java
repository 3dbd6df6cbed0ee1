// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands transitions to a journal: a thread writes all that wait with one force, and looks for the
 * next when that is done, so that nothing waits longer than the disk takes twice. Idle, it does
 * nothing at all.
 */
public final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_WAITING = 4096;
    private static final long AGAIN_MS = 1000;
    private static final long CLOSE_MS = 500;

    private final Journal journal;
    private final Function<Mark, List<Transition>> source;
    private final Follower follower;
    private final Deque<Transition> waiting = new ArrayDeque<>();
    private final Thread thread;

    /** From the start: what the disk has lost may still be there. */
    private boolean missed = true;

    private boolean closed;

    /** Of the thread: what the follower has not been told to be safe. */
    private Mark safe;

    /** Of the thread. */
    private boolean told = true;

    /** Who wants to know how far the journal is; called by the journal's thread, must be fast. */
    public interface Follower {
        /** There is more to be sent. */
        void grown();

        /** Everything up to there survives from now on; said about once a second. */
        void safe(Mark mark);
    }

    /**
     * Starts the thread.
     *
     * @param source transitions behind a place, oldest first, if a hole shows that some were not
     *     handed in; what it does not have either is lost
     */
    public GroupCommit(
            Journal journal, Function<Mark, List<Transition>> source, Follower follower) {
        this.journal = journal;
        this.source = source;
        this.follower = follower;
        this.safe = journal.last();
        this.thread = new Thread(this::run, "lk-journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a transition, never waits; where too many wait, it is fetched later. */
    public synchronized void offer(Transition change) {
        if (waiting.size() < MOST_WAITING) {
            waiting.addLast(change);
        } else {
            missed = true;
        }
        notifyAll();
    }

    private void run() {
        long toldAt = 0;
        List<Transition> group = next(0);
        while (!group.isEmpty() || !isClosed()) {
            long now = System.nanoTime() / 1_000_000;
            try {
                if (write(group) && (now - toldAt >= AGAIN_MS || isClosed())) {
                    tell();
                    toldAt = now;
                }
            } catch (RuntimeException bug) {
                LOG.error("the journal goes on after a fault", bug);
            }
            group = next(told ? 0 : AGAIN_MS);
        }
        if (write(List.of())) {
            tell();
        }
    }

    /** What waits; empty after a time, or when there is nothing more to come. */
    private synchronized List<Transition> next(long waitMs) {
        try {
            if (waiting.isEmpty() && !missed && !closed) {
                wait(waitMs);
            }
        } catch (InterruptedException nobodyDoesThat) {
            closed = true;
        }
        List<Transition> group = new ArrayList<>(waiting);
        waiting.clear();
        return group;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private boolean write(List<Transition> group) {
        Mark last = journal.last();
        boolean hole = takeMissed();
        for (Transition change : group) {
            long before = change.epoch() == last.epoch() ? last.seq() : 0;
            hole |= change.seq() > before + 1;
            last = change.seq() > before ? Mark.behind(change) : last;
        }
        List<Transition> all = group;
        if (hole) {
            all = new ArrayList<>(source.apply(journal.last()));
            all.addAll(group);
            all.sort(Comparator.comparingLong(Transition::seq));
        }
        boolean forced = journal.append(all);
        Mark now = journal.last();
        told &= now.equals(safe) && forced;
        if (!all.isEmpty()) {
            follower.grown();
        }
        return forced;
    }

    private synchronized boolean takeMissed() {
        boolean taken = missed;
        missed = false;
        return taken;
    }

    private void tell() {
        safe = journal.last();
        told = true;
        follower.safe(safe);
    }

    /** Writes what waits, in bounded time. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.join(CLOSE_MS);
    }
}
