// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;

/**
 * Since when a line has been on its way to a transition: since the first attempt that went wrong
 * after its server had last answered well. For one thread at a time.
 */
final class Trouble {
    private final double scale;

    /** When each live attempt was sent. */
    private final Map<Long, Long> sentMs = new HashMap<>();

    private OptionalLong sinceMs = OptionalLong.empty();

    /**
     * None yet.
     *
     * @param scale milliseconds of the device's clock in one of the world's
     */
    Trouble(double scale) {
        this.scale = scale;
    }

    /** Follows a step of the line; gives where a ladder that begins with it has to begin. */
    long follow(LineState before, LineEvent event, LineState after, List<Command> commands) {
        long now = before.nowMs();
        long began = began(event, now);
        if (isBad(before, event)) {
            sinceMs = OptionalLong.of(Math.min(began, sinceMs.orElse(began)));
        }
        long since = Math.min(began, sinceMs.orElse(began));
        if (isGood(before, event)) {
            sinceMs = OptionalLong.empty();
        }
        for (Command command : commands) {
            if (command instanceof Command.Send send) {
                sentMs.put(send.attempt(), now);
            }
        }
        sentMs.keySet()
                .retainAll(
                        after.rounds().values().stream()
                                .map(Round::attempt)
                                .filter(OptionalLong::isPresent)
                                .map(OptionalLong::getAsLong)
                                .collect(Collectors.toSet()));
        return since;
    }

    /** The line goes on elsewhere: what comes is another trouble. */
    void over() {
        sinceMs = OptionalLong.empty();
    }

    private long began(LineEvent event, long now) {
        if (event instanceof LineEvent.AttemptEnded ended) {
            return Math.min(sentMs.getOrDefault(ended.attempt(), now), began(ended.outcome(), now));
        }
        return event instanceof LineEvent.HealthObserved observed
                ? began(observed.verdict(), now)
                : now;
    }

    private long began(Outcome outcome, long now) {
        return outcome instanceof Outcome.NoAnswer none
                ? now - Math.round(none.afterMs() * scale)
                : now;
    }

    /**
     * What goes wrong elsewhere, as a probe of a dead primary, is no trouble of a line in service.
     */
    private static boolean isBad(LineState before, LineEvent event) {
        if (before.status().isInService() && before.current().isPresent()) {
            return badTarget(before, event).equals(before.current().map(Hop::target));
        }
        return badTarget(before, event).isPresent() || event instanceof LineEvent.LocateFailed;
    }

    private static Optional<Target> badTarget(LineState before, LineEvent event) {
        if (event instanceof LineEvent.AttemptEnded ended && Words.isFailure(ended.outcome())) {
            return before.roundOf(ended.attempt()).flatMap(Round::at).map(Hop::target);
        }
        if (event instanceof LineEvent.HealthObserved seen && Words.isFailure(seen.verdict())) {
            return Optional.of(seen.target());
        }
        return event instanceof LineEvent.FlowLost lost
                ? Optional.of(lost.target())
                : Optional.empty();
    }

    /** The server in use has answered well. */
    private static boolean isGood(LineState before, LineEvent event) {
        return event instanceof LineEvent.AttemptEnded ended
                && ended.outcome() instanceof Outcome.Response response
                && response.isSuccess()
                && before.current().isPresent()
                && before.roundOf(ended.attempt()).flatMap(Round::at).equals(before.current());
    }
}
