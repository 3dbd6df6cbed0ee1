// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Servers of a virtual line, each up, silent, refusing or unreachable. */
final class VirtualServers {
    static final long ROUND_TRIP_MS = 20;
    static final long RINGING_MS = 2000;

    private final VirtualLine line;
    private final Map<Target, Mood> moods = new HashMap<>();
    private final Set<Long> ringing = new HashSet<>();

    /** How a server behaves. */
    sealed interface Mood {}

    /** Answers everything with 200. */
    record Up() implements Mood {}

    /** Answers nothing. */
    record Silent() implements Mood {}

    /** Answers everything like this: a response, ICMP and the like. */
    record Says(Outcome outcome) implements Mood {}

    VirtualServers(VirtualLine line) {
        this.line = line;
        line.servers(this::onSend, this::onCancel);
    }

    void set(Target target, Mood mood) {
        moods.put(target, mood);
    }

    private Mood mood(Target target) {
        return moods.getOrDefault(target, new Up());
    }

    private void onSend(VirtualLine.Sent sent) {
        Mood mood = mood(sent.hop().target());
        if (mood instanceof Silent) {
            noAnswer(sent, sent.what() instanceof Request.Invite);
        } else if (mood instanceof Says says) {
            later(sent, ROUND_TRIP_MS, says.outcome());
        } else if (sent.what() instanceof Request.Invite) {
            line.later(ROUND_TRIP_MS, () -> ring(sent));
            later(sent, ROUND_TRIP_MS + RINGING_MS, TwoServers.ok());
        } else {
            later(sent, ROUND_TRIP_MS, TwoServers.ok());
        }
    }

    private void ring(VirtualLine.Sent sent) {
        if (line.isPending(sent.attempt())) {
            ringing.add(sent.attempt());
            line.happen(new LineEvent.Provisional(sent.attempt(), 180));
        }
    }

    /** A CANCEL goes on the wire only when the INVITE has been heard. */
    private void onCancel(VirtualLine.Sent sent) {
        if (sent == null) {
            return;
        }
        boolean heard = ringing.contains(sent.attempt());
        if (heard && mood(sent.hop().target()) instanceof Silent) {
            noAnswer(sent, false);
        } else {
            later(sent, heard ? ROUND_TRIP_MS : 0, new Outcome.Cancelled());
        }
    }

    private void noAnswer(VirtualLine.Sent sent, boolean invite) {
        long verdictMs = verdictMs(line.state().config().timers(), sent.budget(), invite);
        later(sent, verdictMs, new Outcome.NoAnswer(sent.budget().sends().orElse(0), verdictMs));
    }

    private void later(VirtualLine.Sent sent, long delayMs, Outcome outcome) {
        line.later(delayMs, () -> line.answer(sent.attempt(), outcome));
    }

    /** When send n + 1 would be due or the duration is over, the earlier; else after 64 × T1. */
    static long verdictMs(Timers timers, Budget budget, boolean invite) {
        long counted = timers.wholeTimeMs();
        if (budget.sends().isPresent()) {
            long due = 0;
            long pause = timers.t1Ms();
            for (int send = 0; send < budget.sends().getAsInt() && due < counted; send++) {
                due += pause;
                pause = invite ? 2 * pause : Math.min(2 * pause, timers.t2Ms());
            }
            counted = Math.min(counted, due);
        }
        boolean both = budget.sends().isPresent() && budget.durationMs().isPresent();
        long timed = budget.durationMs().orElse(counted);
        return both ? Math.min(counted, timed) : timed;
    }
}
