// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.sip.TraceEntry;

/** A ladder under construction: its first step is at noon. */
final class Ladders {
    static final Target A = new Target("192.0.2.1", 5060, Transport.UDP, "pbx-a");
    static final Target B = new Target("192.0.2.2", 5060, Transport.UDP, "192.0.2.2");

    private final List<LadderStep> steps = new ArrayList<>();
    private Instant start = FakeLines.NOON;
    private long ms;

    Ladders startingAt(String time) {
        start = Instant.parse(time);
        return this;
    }

    Ladders after(long pauseMs) {
        ms += pauseMs;
        return this;
    }

    Ladders out(Target to, String text) {
        return message(TraceEntry.Way.OUT, to.address() + ":" + to.port(), text);
    }

    Ladders in(Target from, String text) {
        return message(TraceEntry.Way.IN, from.address() + ":" + from.port(), text);
    }

    Ladders message(TraceEntry.Way way, String peer, String text) {
        TraceEntry entry = new TraceEntry(Instant.MAX, way, peer, Transport.UDP, text);
        steps.add(LadderStep.message(start.plusMillis(ms), 60_000 + ms, entry, text));
        return this;
    }

    Ladders timer(String text) {
        return note(LadderStep.Kind.TIMER, text);
    }

    Ladders decision(String text) {
        return note(LadderStep.Kind.DECISION, text);
    }

    private Ladders note(LadderStep.Kind kind, String text) {
        steps.add(LadderStep.note(start.plusMillis(ms), 60_000 + ms, kind, text));
        return this;
    }

    Ladder unsettled() {
        return ladder(Optional.empty(), Status.SWITCHING);
    }

    Ladder settledAfter(long settledMs) {
        return ladder(Optional.of(FakeLines.NOON.plusMillis(3_500 + settledMs)), Status.ON_BACKUP);
    }

    private Ladder ladder(Optional<Instant> until, Status to) {
        return new Ladder(
                "1-mm7p8er0",
                1,
                FakeLines.NOON.plusMillis(3_500),
                until,
                Status.ON_PRIMARY,
                to,
                Why.NO_ANSWER,
                List.of(new LineView.Place("pbx-a", A), new LineView.Place("192.0.2.2", B)),
                steps);
    }

    /** The first server is silent, the second one wants credentials and has the line then. */
    static Ladder ofAnOutage() {
        String first = "REGISTER sip:pbx-a SIP/2.0\r\nCSeq: 7 REGISTER\r\n\r\n";
        String next = "REGISTER sip:pbx-a SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n";
        return new Ladders()
                .timer("refresh is over")
                .decision("REGISTER goes to pbx-a (192.0.2.1:5060/udp), given up after 3 sends")
                .out(A, first)
                .after(500)
                .out(A, first)
                .after(1_000)
                .out(A, first)
                .after(2_000)
                .timer("REGISTER at pbx-a (192.0.2.1:5060/udp): no answer after 3.5 s, 3 sends")
                .decision("on_primary -> switching (no_answer)")
                .decision(
                        "REGISTER goes to 192.0.2.2:5060/udp, given up after 3 sends:"
                                + " no_answer at pbx-a")
                .out(B, next)
                .after(12)
                .in(B, "SIP/2.0 401 Unauthorized\r\nCSeq: 1 REGISTER\r\n\r\n")
                .out(B, next.replace("\r\n\r\n", "\r\nAuthorization: Digest ***\r\n\r\n"))
                .after(14)
                .in(B, "SIP/2.0 200 OK\r\nCSeq: 2 REGISTER\r\n\r\n")
                .decision("switching -> on_backup (registered), now at 192.0.2.2:5060/udp")
                .settledAfter(26);
    }
}
