// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Hunt;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/**
 * Takes a call through the destinations of its plan (B1–B7):
 *
 * <pre>
 * at a destination                          the call
 * ----------------------------------------  -----------------------------------------------
 * transport error                           goes to its next target, then to the next one (B1)
 * nothing for invitingSeconds, no answer    goes to the next one (B3)
 * 1xx, then nothing for provisionalSeconds  leaves it by CANCEL, goes to the next one (B4)
 * 3xx, redirection                          goes to its Contacts first, each once (B6)
 * 300..699 of the movingCodes               goes to the next one (B5)
 * any other final response                  is what the caller gets (B5)
 * none is left                              gets the last error response, or 408 (B7)
 * </pre>
 *
 * <p>The time-outs hold while there is, or was, another destination: a rule without any only
 * redirects.
 */
final class Hunting {
    private static final String INVITING = "inviting ";
    private static final String PROVISIONAL = "provisional ";

    /** 180 Ringing and 183 Session Progress: somebody's phone rings. */
    private static final Set<Integer> RINGING = Set.of(180, 183);

    private final Questions questions;
    private final Caller caller;

    /** Whose calls these are. */
    interface Caller {
        /** Sends the INVITE through the line's own servers. */
        void throughLine(Step step, Round round);

        /** The call has its final answer; its round is closed. */
        void settled(Step step, Round round, Outcome answer);

        /** No destination is left; its round is closed. */
        void exhausted(Step step, Round round, Optional<Outcome.Response> refusal);
    }

    Hunting(Questions questions, Caller caller) {
        this.questions = questions;
        this.caller = caller;
    }

    /** Whether a call needs a hunt: without one it goes through the line's own servers. */
    static boolean isOne(CallPlan plan) {
        return !plan.destinations().isEmpty() || plan.isEmergency();
    }

    static Optional<Hunt> of(Step step, String call) {
        return Optional.ofNullable(step.state().hunts().get(call));
    }

    /** Whether a round is at a destination of its own, not at the line's servers. */
    static boolean isAway(Step step, Round round) {
        return round.purpose() == Round.Purpose.INVITE
                && of(step, round.subject())
                        .flatMap(Hunt::at)
                        .flatMap(Destination::transport)
                        .isPresent();
    }

    /** Sends a call to the first destination of its plan. */
    void begin(Step step, Round round, CallPlan plan) {
        go(step, round, Hunt.of(plan));
    }

    private void go(Step step, Round round, Hunt hunt) {
        String call = round.subject();
        put(step, call, hunt);
        step.stop(INVITING + call);
        step.stop(PROVISIONAL + call);
        Round anew = Round.of(round.id(), round.purpose(), call);
        if (hunt.at().isEmpty()) {
            step.close(round);
            caller.exhausted(step, anew, hunt.refusal());
            return;
        }
        step.put(anew);
        int seconds = hunt.plan().invitingSeconds();
        if (hunt.hasTimers() && seconds > 0) {
            step.start(INVITING + call, Wait.exactly(Duration.ofSeconds(seconds)));
        }
        Destination destination = hunt.at().get();
        if (destination.transport().isPresent()) {
            step.emit(new Command.LocateDestination(destination));
        } else {
            caller.throughLine(step, anew);
        }
    }

    private static void put(Step step, String call, Hunt hunt) {
        step.change(draft -> draft.hunts().put(call, hunt));
    }

    /** A destination's name has been looked up. */
    void located(Step step, LineEvent.DestinationLocated event) {
        for (Round round : step.rounds(Round.Purpose.INVITE)) {
            Optional<Hunt> waits =
                    of(step, round.subject())
                            .filter(hunt -> hunt.at().equals(Optional.of(event.destination())))
                            .filter(hunt -> hunt.located().isEmpty());
            if (waits.isPresent()) {
                put(step, round.subject(), waits.get().withLocated(event.targets()));
                advance(step, round);
            }
        }
    }

    /** To the next target of the destination, or to the next destination. */
    private void advance(Step step, Round round) {
        Hunt hunt = of(step, round.subject()).orElseThrow();
        int server = step.state().current().map(Hop::server).orElse(0);
        List<Target> targets = hunt.located().orElse(List.of());
        Optional<Hop> next =
                targets.stream()
                        .map(target -> Hop.away(server, target))
                        .filter(hop -> !round.tried().contains(hop))
                        .findFirst();
        if (next.isEmpty()) {
            go(step, round, hunt.next());
            return;
        }
        // From here on the attempt's own budget says when it has been silent for too long.
        step.stop(INVITING + round.subject());
        step.call(round.subject(), call -> call.withHop(next.get()));
        Request invite = new Request.Invite(round.subject(), hunt.at().orElseThrow().uri());
        step.send(round, invite, next.get(), questions);
    }

    /** A first response, that is none yet: the clock for a final one starts. */
    void provisional(Step step, String call, int code) {
        Hunt hunt = of(step, call).orElse(null);
        if (hunt == null) {
            return;
        }
        CallPlan plan = hunt.plan();
        boolean rings = plan.ringingStopsTimer() && RINGING.contains(code);
        if (!hunt.heard() && hunt.hasTimers() && plan.provisionalSeconds() > 0 && !rings) {
            Duration longest = Duration.ofSeconds(plan.provisionalSeconds());
            step.start(PROVISIONAL + call, Wait.exactly(longest));
        } else if (rings) {
            step.stop(PROVISIONAL + call);
        }
        step.stop(INVITING + call);
        put(step, call, hunt.withHeard());
    }

    /** The INVITE at a destination of its own has its outcome. */
    void ended(Step step, Round round, Outcome outcome) {
        if (outcome instanceof Outcome.Unreachable) {
            Round further = round.failedAt(round.at().orElseThrow());
            step.put(further);
            advance(step, further);
        } else if (outcome instanceof Outcome.Response response && !response.isSuccess()) {
            refused(step, round, response);
        } else if (outcome instanceof Outcome.NoAnswer) {
            go(step, round, of(step, round.subject()).orElseThrow().next());
        } else {
            step.close(round);
            caller.settled(step, round, outcome);
        }
    }

    /** A destination, or the line, has refused the call. */
    void refused(Step step, Round round, Outcome.Response response) {
        Hunt hunt = of(step, round.subject()).orElseThrow();
        Hunt redirected = hunt.redirected(response.contacts());
        if (hunt.plan().redirection() && redirected.seen().size() > hunt.seen().size()) {
            go(step, round, redirected);
        } else if (hunt.plan().movingCodes().contains(response.code())) {
            go(step, round, hunt.withRefusal(response).next());
        } else {
            step.close(round);
            caller.settled(step, round, response);
        }
    }

    /** The line has no server for the call. */
    void failed(Step step, Round round, Optional<Outcome> outcome) {
        if (outcome.orElse(null) instanceof Outcome.Response response && !response.isSuccess()) {
            refused(step, round, response);
        } else {
            go(step, round, of(step, round.subject()).orElseThrow().next());
        }
    }

    /** A timer of a hunt, or not: the call leaves a destination that takes too long. */
    boolean due(Step step, String timer) {
        boolean ours = timer.startsWith(INVITING) || timer.startsWith(PROVISIONAL);
        if (!ours) {
            return false;
        }
        String call = timer.substring(timer.indexOf(' ') + 1);
        step.rounds(Round.Purpose.INVITE).stream()
                .filter(round -> round.subject().equals(call))
                .findFirst()
                .ifPresent(round -> of(step, call).ifPresent(hunt -> leave(step, round, hunt)));
        return true;
    }

    /** What still comes of the attempt left behind, a 200 too, is the signalling's to undo. */
    private void leave(Step step, Round round, Hunt hunt) {
        round.attempt().ifPresent(attempt -> step.emit(new Command.Cancel(attempt)));
        step.call(
                round.subject(),
                call ->
                        call.state() == Call.State.RINGING
                                ? call.withState(Call.State.TRYING)
                                : call);
        go(step, round, hunt.next());
    }

    /** A call that is answered, or over, hunts no longer. */
    void tidy(Step step) {
        for (String id : List.copyOf(step.state().hunts().keySet())) {
            boolean hunts =
                    step.call(id)
                            .filter(c -> c.state() != Call.State.ESTABLISHED)
                            .filter(c -> !c.state().isOver())
                            .isPresent();
            if (!hunts) {
                step.stop(INVITING + id);
                step.stop(PROVISIONAL + id);
                step.change(draft -> draft.hunts().remove(id));
            }
        }
    }
}
