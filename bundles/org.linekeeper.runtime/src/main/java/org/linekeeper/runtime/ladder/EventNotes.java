// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.policy.LineEvent;

/**
 * What happened to a line, in words. A message on the wire tells of itself, so that an answer that
 * came and a request that was served have none.
 */
final class EventNotes {
    /** Without whom or what number: those stand in no note. */
    private static final Map<Class<? extends LineEvent>, String> ASKED =
            Map.of(
                    LineEvent.Started.class, "the line starts",
                    LineEvent.Configured.class, "the configuration changed",
                    LineEvent.RegisterAsked.class, "the user asks for a registration",
                    LineEvent.OptionsAsked.class, "the user asks for an OPTIONS",
                    LineEvent.DialAsked.class, "the user dials",
                    LineEvent.HangUpAsked.class, "the user hangs up",
                    LineEvent.NetworkChanged.class, "the network changed",
                    LineEvent.PolicyChanged.class, "another policy decides",
                    LineEvent.Stopping.class, "the line stops");

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
        return located(before, event)
                .or(() -> Optional.ofNullable(ASKED.get(event.getClass())).map(Note::decision));
    }

    private static Optional<Note> ended(LineState before, LineEvent.AttemptEnded ended) {
        return before.roundOf(ended.attempt())
                .filter(round -> round.at().isPresent())
                .flatMap(
                        round ->
                                failed(
                                        Words.request(round.purpose())
                                                + " at "
                                                + Words.place(before.config(), round.at().get()),
                                        ended.outcome()));
    }

    private static Optional<Note> observed(LineState before, LineEvent.HealthObserved observed) {
        String who =
                observed.source() == LineEvent.HealthObserved.Source.WATCH
                        ? "heartbeat at "
                        : "another line at ";
        return failed(who + Words.place(before, observed.target()), observed.verdict());
    }

    /** That nothing came is what a timer says. */
    private static Optional<Note> failed(String what, Outcome how) {
        if (!Words.isFailure(how)) {
            return Optional.empty();
        }
        String text = what + ": " + Words.failure(how);
        return how instanceof Outcome.NoAnswer ? timer(text) : decision(text);
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

    private static Optional<Note> timer(String text) {
        return Optional.of(Note.timer(text));
    }

    private static Optional<Note> decision(String text) {
        return Optional.of(Note.decision(text));
    }
}
