// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
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
    private final VirtualWatches watches;
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

    /** Is up and down by turns; {@code phaseMs} of the first time up are over at the start. */
    record Flaps(long upMs, long downMs, long phaseMs) implements Mood {
        boolean isUp(long atMs) {
            return (atMs + phaseMs) % (upMs + downMs) < upMs;
        }
    }

    /** What comes of a request, and when. */
    record Reply(long delayMs, Outcome outcome) {}

    VirtualServers(VirtualLine line) {
        this.line = line;
        this.watches = new VirtualWatches(line, this);
        line.servers(this::onSend, this::onCancel, watches::run);
    }

    VirtualWatches watches() {
        return watches;
    }

    void set(Target target, Mood mood) {
        moods.put(target, mood);
    }

    private Mood mood(Target target) {
        return moods.getOrDefault(target, new Up());
    }

    /** What a request that is sent now will meet with, the ringing of an INVITE left out. */
    Reply reply(Target target, Budget budget, boolean invite) {
        Mood mood = mood(target);
        if (mood instanceof Says says) {
            return new Reply(ROUND_TRIP_MS, says.outcome());
        }
        Timers timers = line.state().config().timers();
        long verdictMs = verdictMs(timers, budget, invite);
        return heardAfterMs(mood, timers, verdictMs, invite).stream()
                .mapToObj(ms -> new Reply(ms + ROUND_TRIP_MS, TwoServers.ok()))
                .findFirst()
                .orElseGet(() -> new Reply(verdictMs, noAnswer(budget, verdictMs)));
    }

    private static Outcome noAnswer(Budget budget, long verdictMs) {
        return new Outcome.NoAnswer(budget.sends().orElse(0), verdictMs);
    }

    /** Which of the transmissions finds the server up. */
    private OptionalLong heardAfterMs(Mood mood, Timers timers, long verdictMs, boolean invite) {
        if (!(mood instanceof Flaps flaps)) {
            return mood instanceof Up ? OptionalLong.of(0) : OptionalLong.empty();
        }
        long pause = timers.t1Ms();
        long after = 0;
        while (after < verdictMs) {
            if (flaps.isUp(line.nowMs() + after)) {
                return OptionalLong.of(after);
            }
            after += pause;
            pause = invite ? 2 * pause : Math.min(2 * pause, timers.t2Ms());
        }
        return OptionalLong.empty();
    }

    private void onSend(VirtualLine.Sent sent) {
        boolean invite = sent.what() instanceof Request.Invite;
        Reply reply = reply(sent.hop().target(), sent.budget(), invite);
        boolean rings = invite && reply.outcome().equals(TwoServers.ok());
        if (rings) {
            line.later(reply.delayMs(), () -> ring(sent));
        }
        later(sent, reply.delayMs() + (rings ? RINGING_MS : 0), reply.outcome());
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
        if (!ringing.contains(sent.attempt())) {
            later(sent, 0, new Outcome.Cancelled());
            return;
        }
        Reply reply = reply(sent.hop().target(), sent.budget(), false);
        boolean silent = reply.outcome() instanceof Outcome.NoAnswer;
        later(sent, reply.delayMs(), silent ? reply.outcome() : new Outcome.Cancelled());
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
