// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;

/** What was decided for a line, in words: verdicts on targets, the transition, what is done. */
final class DecisionNotes {
    private DecisionNotes() {}

    /**
     * The notes of a decision, in the order in which it takes effect.
     *
     * @param before the state that the event came to
     * @param after the next state, with the deadlines of the timers that start
     */
    static List<Note> of(
            LineState before, LineEvent event, LineState after, List<Command> commands) {
        List<Note> notes = new ArrayList<>();
        after.health()
                .forEach(
                        (target, health) -> {
                            Health was = before.health().getOrDefault(target, Health.GOOD);
                            if (!was.equals(health)) {
                                String place = Words.place(after, target);
                                notes.add(
                                        Note.decision(
                                                place + " is " + verdict(health, before.nowMs())));
                            }
                        });
        transition(before, after).ifPresent(notes::add);
        for (Command command : commands) {
            timer(before, command, after)
                    .or(() -> done(before, event, command, after))
                    .ifPresent(notes::add);
        }
        return notes;
    }

    /** Whether the fleet is told: another status, or another hop. */
    static boolean isTransition(LineState before, LineState after) {
        return before.status() != after.status() || !before.current().equals(after.current());
    }

    private static String verdict(Health health, long nowMs) {
        String word = Words.word(health.verdict());
        String until =
                health.untilMs() > nowMs ? " for " + Words.span(health.untilMs() - nowMs) : "";
        String count =
                health.failures() == 0
                        ? ""
                        : health.failures() == 1
                                ? ", 1 failure"
                                : ", " + health.failures() + " failures";
        return word + until + count;
    }

    private static Optional<Note> transition(LineState before, LineState after) {
        if (!isTransition(before, after)) {
            return Optional.empty();
        }
        String place =
                after.current()
                        .filter(hop -> !before.current().equals(after.current()))
                        .map(hop -> ", now at " + Words.place(after.config(), hop))
                        .orElse("");
        return Optional.of(
                Note.decision(
                        Words.word(before.status())
                                + " -> "
                                + Words.word(after.status())
                                + " ("
                                + after.why()
                                + ")"
                                + place));
    }

    private static Optional<Note> timer(LineState before, Command command, LineState after) {
        if (command instanceof Command.StartTimer start) {
            Long deadline = after.timers().get(start.name());
            // Without one it was cancelled by a later command.
            return Optional.ofNullable(deadline)
                    .map(at -> Words.span(Math.max(0, at - before.nowMs())))
                    .map(left -> Note.timer(start.name() + " starts, " + left));
        }
        if (command instanceof Command.CancelTimer cancel
                && before.timers().containsKey(cancel.name())) {
            return Optional.of(Note.timer(cancel.name() + " is cancelled"));
        }
        return Optional.empty();
    }

    private static Optional<Note> done(
            LineState before, LineEvent event, Command command, LineState after) {
        String text = "";
        if (command instanceof Command.Send send) {
            text = sent(before, event, send, after);
        } else if (command instanceof Command.Cancel cancel) {
            text =
                    before.roundOf(cancel.attempt())
                            .map(round -> Words.request(round.purpose()) + " is cancelled")
                            .orElse("");
        } else if (command instanceof Command.Locate locate) {
            String server = Words.server(after.config(), locate.server());
            text = Words.isLiteral(server) ? "" : server + " is looked up";
        } else if (command instanceof Command.Watch watch) {
            text =
                    Words.place(after.config(), watch.hop())
                            + " is watched each "
                            + Words.span(watch.interval().toMillis());
        } else if (command instanceof Command.Unwatch unwatch) {
            text = Words.place(after, unwatch.target()) + " is watched no longer";
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Note.decision(text));
    }

    private static String sent(
            LineState before, LineEvent event, Command.Send send, LineState after) {
        Optional<Round> round = after.roundOf(send.attempt());
        String request =
                round.map(Round::purpose)
                        .map(Words::request)
                        .orElseGet(() -> Words.request(send.what()));
        return request
                + " goes to "
                + Words.place(after.config(), send.hop())
                + ", given up after "
                + Words.budget(send.budget())
                + round.flatMap(next -> cause(before, event, next)).orElse("");
    }

    /** What went wrong at the hop before, if this is the next one of the same round. */
    private static Optional<String> cause(LineState before, LineEvent event, Round next) {
        if (!(event instanceof LineEvent.AttemptEnded ended) || !Words.isFailure(ended.outcome())) {
            return Optional.empty();
        }
        return before.roundOf(ended.attempt())
                .filter(round -> round.id() == next.id())
                .flatMap(Round::at)
                .map(hop -> Words.briefly(before.config(), hop))
                .map(server -> ": " + Why.of(ended.outcome()) + " at " + server);
    }
}
