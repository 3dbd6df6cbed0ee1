// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Request;

/**
 * Takes a request that is no REGISTER from hop to hop. Where servers share registrations it goes to
 * the next hop at once; where they do not, the line registers there first and the request follows.
 */
final class Dispatch {
    /** Why requests left the hop that served before. */
    private static final String CAUSE = "kit1.cause";

    /** Names the timer that ends the wait for a look-up. */
    static final String ASKING = "asking";

    private static final Wait LONGEST_LOOK_UP = Wait.exactly(Duration.ofSeconds(1));

    private final Questions questions;
    private final Registering registering;
    private final Sender sender;

    /** Whose requests these are. */
    interface Sender {
        /** Whether this round is its own, and on its way through the line's servers. */
        boolean sends(Step step, Round round);

        /** Whether a round goes to any server at once, registered there or not. */
        boolean isUrgent(Step step, Round round);

        /** What a round sends to a hop. */
        Request request(Step step, Round round, Hop hop);

        /** The round has nowhere to go; it is closed. */
        void failed(Step step, Round round, Optional<Outcome> outcome);
    }

    Dispatch(Questions questions, Registering registering, Sender sender) {
        this.questions = questions;
        this.registering = registering;
        this.sender = sender;
    }

    /**
     * Sends a round's request to the hop that fits, or lets it wait until the line is registered.
     *
     * @param last why the round is not where it was
     */
    void go(Step step, Round round, Outcome last) {
        go(step, round, last, false);
    }

    private void go(Step step, Round round, Outcome last, boolean fresh) {
        Optional<Hop> next = next(step, round);
        boolean nobodyLeft = next.isEmpty() && Locating.isComplete(step.state());
        boolean urgent = sender.isUrgent(step, round) && !step.isOff();
        if (next.isPresent() && (urgent || mayGo(step, round, next.get()))) {
            if (fresh || urgent || !asksFirst(step, round, next.get())) {
                send(step, round, next.get());
            }
        } else if (step.isOff()) {
            fail(step, round, Optional.empty());
        } else if (nobodyLeft && !round.tried().isEmpty()) {
            fail(step, round, Optional.of(last));
            // Nobody is left to register with, but the fleet should know that this one is gone.
            registering.start(step);
        } else if (urgent && !nobodyLeft) {
            step.put(round);
            Locating.startUnknown(step);
        } else {
            long registration = registering.join(step);
            step.put(round.waitingFor(registration));
            registering.push(step, registration, round.tried(), last);
        }
    }

    /**
     * Whether a new request waits until its server's name is looked up anew, since the TTL is over
     * (RFC 3263 section 4). Not for long: who dials while DNS is dead goes where the name led last.
     */
    private static boolean asksFirst(Step step, Round round, Hop hop) {
        TargetSet known = step.state().targets().get(hop.ref());
        boolean asks =
                round.purpose() != Round.Purpose.BYE
                        && round.tried().isEmpty()
                        && known != null
                        && known.expiresAtMs() <= step.state().nowMs();
        if (asks) {
            step.put(round);
            step.emit(new Command.Locate(hop.ref()));
            if (!step.runs(ASKING)) {
                step.start(ASKING, LONGEST_LOOK_UP);
            }
        }
        return asks;
    }

    /** A look-up of this server has ended: the requests that waited for it go on. */
    void located(Step step, ServerRef ref) {
        for (Round round : asking(step)) {
            boolean fresh = next(step, round).filter(hop -> hop.ref().equals(ref)).isPresent();
            go(step, round, new Outcome.Cancelled(), fresh);
        }
    }

    /** No request waits for a look-up any longer. */
    void asked(Step step) {
        asking(step).forEach(round -> go(step, round, new Outcome.Cancelled(), true));
    }

    private List<Round> asking(Step step) {
        return step.state().rounds().values().stream()
                .filter(round -> sender.sends(step, round))
                .filter(round -> round.attempt().isEmpty() && round.waitsFor().isEmpty())
                .toList();
    }

    private Optional<Hop> next(Step step, Round round) {
        Optional<Hop> dialog = dialog(step, round);
        return dialog.isPresent()
                ? dialog
                : questions.order(step.state(), round).stream()
                        .filter(hop -> !round.tried().contains(hop))
                        .findFirst();
    }

    /** A BYE begins where the dialog runs. */
    private static Optional<Hop> dialog(Step step, Round round) {
        boolean begins = round.purpose() == Round.Purpose.BYE && round.tried().isEmpty();
        return begins ? step.call(round.subject()).flatMap(Call::hop) : Optional.empty();
    }

    private static boolean mayGo(Step step, Round round, Hop hop) {
        if (dialog(step, round).isPresent()) {
            return true;
        }
        LineState state = step.state();
        Server settings = step.config().settingsOf(hop);
        if (step.isOff() || settings.onlyRegistered() && !isHeld(state, hop)) {
            return false;
        }
        boolean serves = state.status().isInService() && state.current().equals(Optional.of(hop));
        if (serves) {
            return true;
        }
        // Another server has a registration of its own beside, or none of ours.
        return isOtherServer(state, hop)
                ? Scope.isConcurrent(step.config())
                : !settings.registerBeforeRequest();
    }

    private static boolean isOtherServer(LineState state, Hop hop) {
        int server = state.current().map(Hop::server).orElse(0);
        return hop.proxy().isEmpty() && hop.server() != server;
    }

    /** Whether the line holds a binding there: its own, or one that the targets share (Y10). */
    private static boolean isHeld(LineState state, Hop hop) {
        boolean shares = !state.config().settingsOf(hop).registerBeforeRequest();
        return state.registrations().values().stream()
                .filter(b -> shares ? b.hop().server() == hop.server() : b.hop().equals(hop))
                .filter(b -> b.state() != Registration.State.REGISTERING)
                .filter(b -> b.state() != Registration.State.REMOVING)
                .anyMatch(b -> state.nowMs() < b.expiresAtMs());
    }

    private void send(Step step, Round round, Hop hop) {
        step.send(round, sender.request(step, round, hop), hop, questions);
    }

    /** The hop of a round is unavailable: to the next one. */
    void failOver(Step step, Round round, Hop hop, Outcome outcome) {
        Round further = round.failedAt(hop);
        step.put(further);
        step.change(draft -> draft.memory().put(CAUSE, Why.of(outcome).word()));
        go(step, further, outcome);
    }

    /**
     * A hop that is not the one in use has answered a request that began there, or came there
     * because the one in use failed: from now on it is the one (servers that share registrations,
     * or one that has its own).
     */
    void arrived(Step step, Round round, Hop hop) {
        LineState state = step.state();
        Hop current = state.current().orElse(hop);
        if (!state.status().isInService() || current.equals(hop)) {
            return;
        }
        boolean better = Hops.before(state.hops(), current).contains(hop);
        boolean begins =
                better && !Order.staysAtCurrent(step.config(), current) && !HoldDown.holds(state);
        boolean shares =
                !isOtherServer(state, hop)
                        && !step.config().settingsOf(hop).registerBeforeRequest();
        boolean belongs =
                shares || Bindings.at(state, hop).filter(b -> b.isLive(state.nowMs())).isPresent();
        if (!belongs || !begins && !round.tried().contains(current)) {
            return;
        }
        Why cause = new Why(state.memory().getOrDefault(CAUSE, Why.NO_ANSWER.word()));
        step.serve(hop, better ? Why.RETURNED : cause);
        if (!Scope.isOwn(step.config(), hop)) {
            registering.start(step);
        }
    }

    /** The registration that rounds have waited for has succeeded. */
    void ready(Step step, long registration) {
        for (Round round : waiting(step, registration)) {
            Hop current = step.state().current().orElseThrow();
            if (round.tried().contains(current)) {
                fail(step, round, Optional.empty());
            } else {
                send(step, round, current);
            }
        }
    }

    /** It has failed. */
    void failed(Step step, long registration, Outcome outcome) {
        waiting(step, registration).forEach(round -> fail(step, round, Optional.of(outcome)));
    }

    private List<Round> waiting(Step step, long registration) {
        return step.state().rounds().values().stream()
                .filter(round -> sender.sends(step, round))
                .filter(round -> round.waitsFor().equals(OptionalLong.of(registration)))
                .toList();
    }

    private void fail(Step step, Round round, Optional<Outcome> outcome) {
        step.close(round);
        sender.failed(step, round, outcome);
    }
}
