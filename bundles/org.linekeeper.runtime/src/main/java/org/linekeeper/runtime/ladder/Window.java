// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.linekeeper.api.lines.LadderStep;

/**
 * Steps within a bound: the first ones, the last ones, and how many between them are left out. For
 * one thread at a time.
 */
final class Window {
    /**
     * How much is kept.
     *
     * @param steps at most this many
     * @param bytes at most this much, which is more than one step takes
     */
    record Bound(int steps, int bytes) {
        static final Bound NOTHING = new Bound(0, 0);
    }

    private final String what;
    private final Bound head;
    private final Bound tail;
    private final List<Rung> first = new ArrayList<>();
    private final Deque<Rung> last = new ArrayDeque<>();
    private int firstBytes;
    private int lastBytes;
    private boolean headIsFull;
    private long leftOut;

    /**
     * Nothing yet.
     *
     * @param what the steps' name where some are left out
     */
    Window(String what, Bound head, Bound tail) {
        this.what = what;
        this.head = head;
        this.tail = tail;
    }

    void add(Rung rung) {
        headIsFull |= first.size() == head.steps() || firstBytes + rung.bytes() > head.bytes();
        if (!headIsFull) {
            first.add(rung);
            firstBytes += rung.bytes();
            return;
        }
        last.addLast(rung);
        lastBytes += rung.bytes();
        while (last.size() > tail.steps() || lastBytes > tail.bytes()) {
            lastBytes -= last.removeFirst().bytes();
            leftOut++;
        }
    }

    /** What is kept, oldest first, without a word about the rest. */
    List<Rung> kept() {
        List<Rung> kept = new ArrayList<>(first);
        kept.addAll(last);
        return kept;
    }

    /** The same with a note where steps are left out. */
    List<Rung> told() {
        List<Rung> told = new ArrayList<>(first);
        if (leftOut > 0 && !last.isEmpty()) {
            Rung next = last.getFirst();
            String text = leftOut + " " + what + " are left out here";
            told.add(
                    Rung.of(
                            next.order(),
                            LadderStep.note(
                                    next.step().at(),
                                    next.step().monoMs(),
                                    LadderStep.Kind.DECISION,
                                    text)));
        }
        told.addAll(last);
        return told;
    }

    /** What it takes, never more than both bounds. */
    int bytes() {
        return firstBytes + lastBytes;
    }
}
