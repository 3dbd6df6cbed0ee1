// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Whether a decision names only what exists, and not too much of it. */
final class DecisionCheck {
    private static final int MOST_COMMANDS = 200;
    private static final int MOST_ENTRIES = 500;
    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_NAME = 100;

    /** A little more than 2^31 - 1 seconds, the longest time that SIP and phones can name. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(25_000);

    private DecisionCheck() {}

    /**
     * What is wrong with a decision; empty if nothing is.
     *
     * @param event the one that was decided, as the policy saw it
     */
    static Optional<String> fault(LineState before, LineEvent event, Decision decision) {
        LineState after = decision.state();
        if (decision.commands().size() > MOST_COMMANDS) {
            return Optional.of("wants " + decision.commands().size() + " things done at once");
        }
        if (after.nextId() < before.nextId()) {
            return Optional.of("counts backwards");
        }
        if (isTooLarge(after)) {
            return Optional.of("keeps too much");
        }
        LineConfig config =
                event instanceof LineEvent.Configured configured
                        ? configured.config()
                        : before.config();
        if (!after.config().equals(before.config()) && !after.config().equals(config)) {
            return Optional.of("changes the configuration");
        }
        Optional<String> broken =
                unknownPlace(after)
                        .or(() -> lostCall(before, after))
                        .or(() -> pointlessRound(after));
        if (broken.isPresent()) {
            return broken;
        }
        Set<Long> fresh = new HashSet<>();
        for (Command command : decision.commands()) {
            Optional<String> fault = fault(before, after, command, fresh);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** Whether a state that was kept is of the servers that it says it is. */
    static boolean namesWhatExists(LineState state) {
        return unknownPlace(state).isEmpty()
                && state.targets().keySet().stream()
                        .allMatch(ref -> unknownServer(state, ref).isEmpty());
    }

    /** Where a state says that the line is must be somewhere. */
    private static Optional<String> unknownPlace(LineState state) {
        Stream<Hop> bindings = state.registrations().values().stream().map(Registration::hop);
        Stream<Hop> calls = state.calls().values().stream().flatMap(call -> call.hop().stream());
        Stream<Hop> rounds = state.rounds().values().stream().flatMap(round -> round.at().stream());
        Stream<Hop> subscriptions =
                state.subscriptions().values().stream().flatMap(s -> s.hop().stream());
        return Stream.of(state.current().stream(), bindings, calls, subscriptions, rounds)
                .flatMap(hops -> hops)
                .flatMap(hop -> unknownHop(state, hop).stream())
                .findFirst();
    }

    /** A call that is dropped without an end would live for ever in the user's eyes. */
    private static Optional<String> lostCall(LineState before, LineState after) {
        return before.calls().values().stream()
                .filter(call -> !call.isDone() && !after.calls().containsKey(call.id()))
                .map(call -> "forgets call " + call.id() + ", which is not over")
                .findFirst();
    }

    /** A round for a subscription that is gone would renew what nobody can end any more. */
    private static Optional<String> pointlessRound(LineState state) {
        return state.rounds().values().stream()
                .filter(round -> round.purpose() == Round.Purpose.SUBSCRIBE)
                .flatMap(round -> unknownSubscription(state, round.subject()).stream())
                .findFirst();
    }

    private static boolean isTooLarge(LineState state) {
        return state.rounds().size() > MOST_ENTRIES
                || state.timers().size() > MOST_ENTRIES
                || state.health().size() > MOST_ENTRIES
                || state.registrations().size() > MOST_ENTRIES
                || state.hunts().size() > MOST_ENTRIES
                || state.subscriptions().size() > MOST_ENTRIES
                || state.memory().size() > MOST_ENTRIES
                || state.memory().entrySet().stream()
                        .anyMatch(e -> e.getKey().length() + e.getValue().length() > LONGEST_TEXT);
    }

    private static Optional<String> fault(
            LineState before, LineState after, Command command, Set<Long> fresh) {
        if (command instanceof Command.Send send) {
            boolean used = send.attempt() < before.nextId() || !fresh.add(send.attempt());
            if (used || send.attempt() >= after.nextId()) {
                String which = used ? "used" : "still free";
                return Optional.of("sends under the " + which + " number " + send.attempt());
            }
            return unknownHop(after, send.hop()).or(() -> unknownSubject(after, send.what()));
        }
        if (command instanceof Command.Cancel cancel) {
            OptionalLong wanted = OptionalLong.of(cancel.attempt());
            boolean known =
                    before.rounds().values().stream().anyMatch(r -> r.attempt().equals(wanted));
            return known || fresh.contains(cancel.attempt())
                    ? Optional.empty()
                    : Optional.of("cancels attempt " + cancel.attempt() + ", which there is not");
        }
        if (command instanceof Command.Locate locate) {
            return unknownServer(after, locate.server());
        }
        if (command instanceof Command.LocateDestination locate) {
            boolean known =
                    after.hunts().values().stream()
                            .anyMatch(hunt -> hunt.seen().contains(locate.destination()));
            return known
                    ? Optional.empty()
                    : Optional.of("looks for " + locate.destination() + ", where no call goes");
        }
        if (command instanceof Command.Watch watch) {
            boolean pauses = watch.interval().compareTo(Duration.ofMillis(1)) >= 0;
            return pauses && isBearable(watch.interval())
                    ? unknownHop(after, watch.hop())
                    : Optional.of("watches every " + watch.interval());
        }
        if (command instanceof Command.StartTimer timer) {
            boolean fits =
                    timer.name().length() <= LONGEST_NAME
                            && isBearable(timer.delay())
                            && isBearable(timer.spread());
            return fits
                    ? Optional.empty()
                    : Optional.of("starts a timer of " + timer.delay() + " or of a long name");
        }
        if (command instanceof Command.AnswerCall answer) {
            return unknownCall(after, answer.call());
        }
        if (command instanceof Command.EndCall end) {
            return unknownCall(after, end.call());
        }
        return Optional.empty();
    }

    private static boolean isBearable(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) <= 0;
    }

    private static Optional<String> unknownHop(LineState state, Hop hop) {
        boolean server = hop.server() >= 0 && hop.server() < state.config().servers().size();
        return server && unknownServer(state, hop.ref()).isEmpty()
                ? Optional.empty()
                : Optional.of("goes to " + hop.ref() + ", which there is not");
    }

    private static Optional<String> unknownServer(LineState state, ServerRef ref) {
        int size =
                ref.layer() == ServerRef.Layer.PROXY
                        ? state.config().outboundProxies().size()
                        : state.config().servers().size();
        return ref.index() >= 0 && ref.index() < size
                ? Optional.empty()
                : Optional.of("names " + ref + ", which there is not");
    }

    private static Optional<String> unknownSubject(LineState state, Request what) {
        if (what instanceof Request.Invite invite) {
            return unknownCall(state, invite.call());
        }
        if (what instanceof Request.Subscribe subscribe) {
            return unknownSubscription(state, subscribe.subscription());
        }
        return what instanceof Request.Bye bye ? unknownCall(state, bye.call()) : Optional.empty();
    }

    private static Optional<String> unknownCall(LineState state, String call) {
        return state.calls().containsKey(call)
                ? Optional.empty()
                : Optional.of("names call " + call + ", which there is not");
    }

    private static Optional<String> unknownSubscription(LineState state, String id) {
        return state.subscriptions().containsKey(id)
                ? Optional.empty()
                : Optional.of("names subscription " + id + ", which there is not");
    }
}
