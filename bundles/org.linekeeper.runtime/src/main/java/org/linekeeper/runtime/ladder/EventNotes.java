// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.policy.LineEvent;

/**
 * What happened to a line, in words. A message on the wire tells of itself, so that an answer that
 * came and a request that was served have none.
 */
final class EventNotes {
    private EventNotes() {}

    /**
     * The note of an event, if it has one.
     *
     * @param before the state that it came to
     */
    static Optional<Note> of(LineState before, LineEvent event) {
        if (event instanceof LineEvent.AttemptEnded ended) {
            return ended(before, ended);
        }
        if (event instanceof LineEvent.TimerFired fired) {
            return timer(fired.name() + " is over");
        }
        if (event instanceof LineEvent.HealthObserved observed) {
            return observed(before, observed);
        }
        if (event instanceof LineEvent.FlowLost lost) {
            String place = Words.place(before, lost.target());
            return decision("the way to " + place + " is lost, " + Words.failure(lost.how()));
        }
        if (event instanceof LineEvent.LateSuccess late) {
            String place = Words.place(before.config(), late.hop());
            return decision(late.method() + " at " + place + ": the answer came too late, undone");
        }
        return located(before, event).or(() -> asked(event));
    }

    /** The round that an attempt belongs to. */
    static Optional<Round> roundOf(LineState state, long attempt) {
        OptionalLong wanted = OptionalLong.of(attempt);
        return state.rounds().values().stream()
                .filter(round -> round.attempt().equals(wanted))
                .findFirst();
    }

    private static Optional<Note> ended(LineState before, LineEvent.AttemptEnded ended) {
        Optional<Round> round = roundOf(before, ended.attempt());
        if (round.isEmpty() || round.get().at().isEmpty() || !Words.isFailure(ended.outcome())) {
            return Optional.empty();
        }
        String text =
                Words.request(round.get().purpose())
                        + " at "
                        + Words.place(before.config(), round.get().at().get())
                        + ": "
                        + Words.failure(ended.outcome());
        return ended.outcome() instanceof Outcome.NoAnswer ? timer(text) : decision(text);
    }

    private static Optional<Note> observed(LineState before, LineEvent.HealthObserved observed) {
        if (!Words.isFailure(observed.verdict())) {
            return Optional.empty();
        }
        String who =
                observed.source() == LineEvent.HealthObserved.Source.WATCH
                        ? "heartbeat at "
                        : "another line at ";
        String text =
                who
                        + Words.place(before, observed.target())
                        + ": "
                        + Words.failure(observed.verdict());
        return observed.verdict() instanceof Outcome.NoAnswer ? timer(text) : decision(text);
    }

    private static Optional<Note> located(LineState before, LineEvent event) {
        if (event instanceof LineEvent.TargetsLocated located) {
            String server = Words.server(before.config(), located.server());
            return Words.isLiteral(server) || isKnown(before, located)
                    ? Optional.empty()
                    : decision(server + " is at " + Words.targets(located.targets().targets()));
        }
        if (event instanceof LineEvent.LocateFailed failed) {
            String server = Words.server(before.config(), failed.server());
            return decision(server + " cannot be located: " + failed.detail());
        }
        if (event instanceof LineEvent.DestinationLocated located) {
            // Its URI may hold a number.
            List<Target> targets = located.targets();
            return decision(
                    targets.isEmpty()
                            ? "the call's destination cannot be located"
                            : "the call's destination is at " + Words.targets(targets));
        }
        return Optional.empty();
    }

    private static boolean isKnown(LineState before, LineEvent.TargetsLocated located) {
        TargetSet known = before.targets().get(located.server());
        return known != null && known.targets().equals(located.targets().targets());
    }

    /** Without whom or what number: those stand in no note. */
    private static Optional<Note> asked(LineEvent event) {
        if (event instanceof LineEvent.Started) {
            return decision("the line starts");
        }
        if (event instanceof LineEvent.Configured) {
            return decision("the configuration changed");
        }
        if (event instanceof LineEvent.RegisterAsked) {
            return decision("the user asks for a registration");
        }
        if (event instanceof LineEvent.OptionsAsked) {
            return decision("the user asks for an OPTIONS");
        }
        if (event instanceof LineEvent.DialAsked) {
            return decision("the user dials");
        }
        if (event instanceof LineEvent.HangUpAsked) {
            return decision("the user hangs up");
        }
        if (event instanceof LineEvent.NetworkChanged) {
            return decision("the network changed");
        }
        if (event instanceof LineEvent.PolicyChanged) {
            return decision("another policy decides");
        }
        return event instanceof LineEvent.Stopping ? decision("the line stops") : Optional.empty();
    }

    private static Optional<Note> timer(String text) {
        return Optional.of(Note.timer(text));
    }

    private static Optional<Note> decision(String text) {
        return Optional.of(Note.decision(text));
    }
}
