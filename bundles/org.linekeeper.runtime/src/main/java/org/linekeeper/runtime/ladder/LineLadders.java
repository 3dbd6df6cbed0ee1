// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.TraceEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last steps of a line, and the ladders of its last switches: in memory, at most 256 KiB in
 * all. What comes in is as free of credentials as the trace, and not looked into again. Safe for
 * use by several threads; nothing waits.
 */
public final class LineLadders {
    /** More are of no use to whoever looks into one outage. */
    static final int MOST = 4;

    static final int LONGEST_MESSAGE = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(LineLadders.class);
    private static final int RADIX = 36;

    /** What was well before the trouble began. */
    private static final int STEPS_BEFORE = 8;

    /** Subscriptions follow and the old binding goes when the line is in service already. */
    private static final long WHAT_FOLLOWS_MS = 2_000;

    private final int line;
    private final LongSupplier nowMs;
    private final LongFunction<Instant> wallAt;
    private final double scale;
    private final Trouble trouble;
    private final Log recent = Log.ofLastSteps();
    private final Deque<Episode> episodes = new ArrayDeque<>();
    private long order;
    private long lastId;
    private boolean bugIsKnown;

    /**
     * None yet.
     *
     * @param nowMs the device's clock
     * @param wallAt the time of day at a moment of it
     * @param scale how many of its milliseconds pass in one of the world's
     */
    public LineLadders(int line, LongSupplier nowMs, LongFunction<Instant> wallAt, double scale) {
        this.line = line;
        this.nowMs = nowMs;
        this.wallAt = wallAt;
        this.scale = scale;
        this.trouble = new Trouble(scale);
    }

    /** A message on the wire. */
    public void heard(TraceEntry message) {
        String cut = MessageText.atMost(LONGEST_MESSAGE, message.text());
        synchronized (this) {
            long now = nowMs.getAsLong();
            take(LadderStep.message(wallAt.apply(now), now, message, cut), now);
        }
    }

    /**
     * A step of the line, before its commands run.
     *
     * @param before the state that the event came to
     * @param after the state from now on, with the deadlines of the timers that start
     * @return the id of the ladder, if this is a transition
     */
    public synchronized Optional<String> decided(
            LineState before, LineEvent event, LineState after, List<Command> commands) {
        long now = nowMs.getAsLong();
        Instant wall = wallAt.apply(now);
        long since = trouble.follow(before, event, after, commands);
        boolean moves = DecisionNotes.isTransition(before, after);
        boolean begins = moves && !goesOn();
        if (begins) {
            episodes.forEach(Episode::close);
        }
        for (Note note : notes(before, event, after, commands)) {
            take(LadderStep.note(wall, now, note.kind(), note.text()), now);
        }
        if (begins) {
            begin(before, after, wall, since);
        }
        if (!moves) {
            return Optional.empty();
        }
        Episode episode = episodes.getLast();
        episode.moved(after);
        if (after.status().isInService() || after.status() == Status.DISABLED) {
            episode.settled(wall, now + Math.round(WHAT_FOLLOWS_MS * scale));
            trouble.over();
        }
        return Optional.of(episode.id());
    }

    private boolean goesOn() {
        return !episodes.isEmpty() && episodes.getLast().isUnsettled();
    }

    /** A bug in the words must not cost a line its switch. */
    private List<Note> notes(
            LineState before, LineEvent event, LineState after, List<Command> commands) {
        try {
            List<Note> notes = new ArrayList<>();
            EventNotes.of(before, event).ifPresent(notes::add);
            notes.addAll(DecisionNotes.of(before, event, after, commands));
            return notes;
        } catch (RuntimeException bug) {
            if (!bugIsKnown) {
                bugIsKnown = true;
                LOG.error("line {}: a step has no words in its ladder", line, bug);
            }
            return List.of();
        }
    }

    private void take(LadderStep step, long now) {
        Rung rung = Rung.of(order++, step);
        recent.add(rung);
        Episode last = episodes.peekLast();
        if (last != null && last.takes(now)) {
            last.add(rung);
        }
    }

    private void begin(LineState before, LineState after, Instant wall, long sinceMs) {
        lastId = Math.max(lastId + 1, wall.toEpochMilli());
        String id = line + "-" + Long.toString(lastId, RADIX);
        Episode episode = new Episode(id, line, wall, before, after);
        List<Rung> known = recent.kept();
        int first = 0;
        while (first < known.size() && known.get(first).step().monoMs() < sinceMs) {
            first++;
        }
        known.subList(Math.max(0, first - STEPS_BEFORE), known.size()).forEach(episode::add);
        if (episodes.size() == MOST) {
            episodes.removeFirst();
        }
        episodes.addLast(episode);
    }

    /** Oldest first. */
    public synchronized List<Ladder> all() {
        return episodes.stream().map(Episode::ladder).toList();
    }

    /** What all of it takes. */
    synchronized int bytes() {
        return recent.bytes() + episodes.stream().mapToInt(Episode::bytes).sum();
    }
}
