// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.sip.TraceEntry;

/**
 * A ladder to be read in a terminal: time and gap at the left, a lane for the phone and one for
 * each server, an arrow for each message, and timers and decisions as lines across.
 */
final class LadderText {
    private static final int WIDTH = 100;
    private static final int DATE = 10;
    private static final long PAUSE_MS = 1_000;
    private static final String INDENT = " ".repeat(Lanes.PHONE);

    private final Ladder ladder;
    private final Lanes lanes;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> times = new HashMap<>();
    private String date = "";
    private boolean isFirst;
    private long lastMs;

    private LadderText(Ladder ladder) {
        this.ladder = ladder;
        this.lanes = new Lanes(ladder);
    }

    static String of(Ladder ladder) {
        LadderText writer = new LadderText(ladder);
        writer.head();
        writer.lastMs = ladder.steps().isEmpty() ? 0 : ladder.steps().get(0).monoMs();
        ladder.steps().forEach(writer::step);
        writer.foot();
        return writer.text.toString();
    }

    private void head() {
        line(
                "Line "
                        + ladder.line()
                        + ", ladder "
                        + ladder.id()
                        + ": "
                        + Views.word(ladder.from())
                        + " -> "
                        + Views.word(ladder.to())
                        + " ("
                        + ladder.why()
                        + "), "
                        + outcome());
        line("");
        lanes.heads().forEach(this::line);
    }

    private String outcome() {
        if (ladder.until().isEmpty()) {
            return "not in service yet";
        }
        if (!ladder.to().isInService()) {
            return "out of service";
        }
        long ms = Duration.between(ladder.since(), ladder.until().get()).toMillis();
        // A wall clock may have been set meanwhile.
        return ms > 0 ? "in service again " + seconds(ms) + " s later" : "in service at once";
    }

    private void foot() {
        line("");
        line("*  decision   o  timer   Times are UTC, gaps in seconds. The messages in full:");
        line("GET /api/v1/lines/" + ladder.line() + "/ladders/" + ladder.id());
    }

    private void step(LadderStep step) {
        long gapMs = Math.max(0, step.monoMs() - lastMs);
        lastMs = step.monoMs();
        if (gapMs >= PAUSE_MS) {
            line(lanes.pause(':'));
        }
        String day = Times.text(step.at()).substring(0, DATE);
        if (!day.equals(date)) {
            date = day;
            isFirst = true;
            line(over(day, lanes.pause('|')));
        }
        String left = isFirst || gapMs > 0 ? time(step.at()) + gap(gapMs) : "";
        isFirst = false;
        if (step.kind() == LadderStep.Kind.MESSAGE) {
            line(over(left, arrow(step)));
        } else {
            note(left, step);
        }
    }

    private String arrow(LadderStep step) {
        boolean out = step.way().equals(Optional.of(TraceEntry.Way.OUT));
        String peer = Lanes.peer(step);
        int time = times.merge(out + " " + peer + " " + step.text(), 1, Integer::sum);
        return lanes.arrow(peer, out, Caption.of(step.text(), time));
    }

    /** Broken at blanks, the rest set in below. */
    private void note(String left, LadderStep step) {
        String mark = step.kind() == LadderStep.Kind.TIMER ? "o  " : "*  ";
        String rest = Printable.line(step.text());
        String before = over(left, INDENT + mark);
        int room = WIDTH - INDENT.length() - mark.length();
        while (rest.length() > room) {
            int blank = rest.lastIndexOf(' ', room);
            int end = blank > 0 ? blank : room;
            line(before + rest.substring(0, end));
            rest = rest.substring(end).strip();
            before = INDENT + " ".repeat(mark.length());
        }
        line(before + rest);
    }

    /** The left column laid over the beginning of a row, which is blank there. */
    private static String over(String left, String row) {
        return left + row.substring(Math.min(left.length(), row.length()));
    }

    private static String time(Instant at) {
        return Times.text(at).substring(DATE + 1, DATE + 13);
    }

    private static String gap(long ms) {
        return ms == 0 ? "" : String.format(Locale.ROOT, "%11s", "+" + seconds(ms));
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.3f", ms / 1_000.0);
    }

    private void line(String row) {
        text.append(row.stripTrailing()).append('\n');
    }
}
