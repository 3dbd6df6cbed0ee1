// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Calls: the INVITE and BYE rounds, which go to one hop after another until one answers. */
final class Calling implements Dispatch.Sender, Hunting.Caller {
    private static final int BUSY_HERE = 486;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int DIALOG_GONE = 481;

    private final Questions questions;
    private final Registering registering;
    private final Dispatch dispatch;
    private final Hunting hunting;

    Calling(Questions questions, Registering registering) {
        this.questions = questions;
        this.registering = registering;
        this.dispatch = new Dispatch(questions, registering, this);
        this.hunting = new Hunting(questions, this);
    }

    @Override
    public boolean sends(Step step, Round round) {
        boolean ours =
                round.purpose() == Round.Purpose.INVITE || round.purpose() == Round.Purpose.BYE;
        return ours && !Hunting.isAway(step, round);
    }

    @Override
    public boolean isUrgent(Step step, Round round) {
        return round.purpose() == Round.Purpose.INVITE
                && Hunting.of(step, round.subject())
                        .filter(h -> h.plan().isEmergency())
                        .isPresent();
    }

    @Override
    public Request request(Step step, Round round, Hop hop) {
        if (round.purpose() == Round.Purpose.BYE) {
            return new Request.Bye(round.subject());
        }
        String to = step.call(round.subject()).map(Call::peer).orElseThrow();
        step.call(round.subject(), call -> call.withHop(hop));
        return new Request.Invite(round.subject(), to);
    }

    void dial(Step step, LineEvent.DialAsked asked) {
        step.put(Call.dialled(asked.call(), asked.plan().to()));
        Round round = step.open(Round.Purpose.INVITE, asked.call());
        if (Hunting.isOne(asked.plan()) && !step.isOff()) {
            hunting.begin(step, round, asked.plan());
        } else {
            throughLine(step, round);
        }
    }

    @Override
    public void throughLine(Step step, Round round) {
        dispatch.go(step, round, new Outcome.Cancelled());
    }

    void offered(Step step, LineEvent.CallOffered offer) {
        step.put(Call.offered(offer.call(), offer.from(), offer.hop()));
    }

    void answer(Step step, String id) {
        step.call(id)
                .filter(call -> call.state() == Call.State.RINGING)
                .filter(call -> call.direction() == Call.Direction.IN)
                .ifPresent(
                        call -> {
                            step.put(call.established(step.state().nowMs()));
                            step.emit(new Command.AnswerCall(id));
                        });
    }

    /** For the user the call is over at once; what has to be said on the wire goes on behind it. */
    void hangUp(Step step, String id) {
        Call call = step.call(id).filter(c -> !c.state().isOver()).orElse(null);
        if (call == null) {
            return;
        }
        boolean stood = call.state() == Call.State.ESTABLISHED;
        step.emit(new Command.EndCall(id, BUSY_HERE, "hung up"));
        step.put(call.over(Call.State.ENDED, call.code(), "hung up"));
        if (stood) {
            step.call(id, c -> c.withBye(Call.Bye.PENDING));
            dispatch.go(step, step.open(Round.Purpose.BYE, id), new Outcome.Cancelled());
        } else {
            inviteOf(step, id).ifPresent(round -> stop(step, round));
        }
    }

    private static void stop(Step step, Round invite) {
        if (invite.attempt().isPresent()) {
            // The round stays, and the call with it: an unanswered CANCEL says that the server is
            // gone (F2), and a 200 that crosses the CANCEL leaves a dialog that needs a BYE.
            step.call(invite.subject(), call -> call.withBye(Call.Bye.PENDING));
            step.emit(new Command.Cancel(invite.attempt().getAsLong()));
        } else {
            step.close(invite);
        }
    }

    /** The other side ended the call, or it was ended for good by the signalling. */
    void ended(Step step, String id, String why) {
        step.call(id)
                .filter(call -> !call.state().isOver())
                .ifPresent(
                        call -> {
                            step.put(call.over(Call.State.ENDED, call.code(), why));
                            inviteOf(step, id).ifPresent(round -> stop(step, round));
                        });
    }

    void provisional(Step step, Round invite, int code) {
        Hop hop = invite.at().orElseThrow();
        if (!hop.away()) {
            step.succeededAt(hop.target());
            dispatch.arrived(step, invite, hop);
        }
        hunting.provisional(step, invite.subject(), code);
        if (code >= 180) {
            step.call(
                    invite.subject(),
                    call ->
                            call.state() == Call.State.TRYING
                                    ? call.withState(Call.State.RINGING)
                                    : call);
        }
    }

    /** The registration that requests have waited for has succeeded. */
    void ready(Step step, long registration) {
        dispatch.ready(step, registration);
    }

    /** It has failed. */
    void unregistered(Step step, long registration, Outcome outcome) {
        dispatch.failed(step, registration, outcome);
    }

    /** A look-up of this server has ended. */
    void located(Step step, ServerRef ref) {
        dispatch.located(step, ref);
    }

    /** A look-up has taken too long. */
    void asked(Step step) {
        dispatch.asked(step);
    }

    /** A destination of a plan has been looked up. */
    void located(Step step, LineEvent.DestinationLocated event) {
        hunting.located(step, event);
    }

    /** Whether a timer was one of a call, which has been heard then. */
    boolean due(Step step, String timer) {
        return hunting.due(step, timer);
    }

    /** At the end of each step. */
    void tidy(Step step) {
        hunting.tidy(step);
    }

    void inviteEnded(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        boolean hungUp = step.call(round.subject()).map(c -> c.state().isOver()).orElse(true);
        if (hop.away() && hungUp) {
            step.close(round);
            cancelled(step, round, outcome);
        } else if (hop.away()) {
            hunting.ended(step, round, outcome);
        } else {
            inviteEnded(step, round, hop, outcome, hungUp);
        }
    }

    private void inviteEnded(Step step, Round round, Hop hop, Outcome outcome, boolean hungUp) {
        boolean unavailable = questions.isUnavailable(step.state(), hop, outcome);
        if (unavailable) {
            step.failedAt(hop.target(), outcome, questions);
        } else if (outcome instanceof Outcome.Response) {
            step.succeededAt(hop.target());
            dispatch.arrived(step, round, hop);
        }
        if (hungUp) {
            step.close(round);
            cancelled(step, round, outcome);
        } else if (unavailable) {
            dispatch.failOver(step, round, hop, outcome);
        } else if (isRefusedHunt(step, round, outcome)) {
            hunting.refused(step, round, (Outcome.Response) outcome);
        } else {
            step.close(round);
            settled(step, round, outcome);
        }
    }

    private static boolean isRefusedHunt(Step step, Round round, Outcome outcome) {
        return outcome instanceof Outcome.Response response
                && !response.isSuccess()
                && Hunting.of(step, round.subject()).isPresent();
    }

    /** The INVITE of a call that the user has hung up before it stood has its outcome. */
    private void cancelled(Step step, Round round, Outcome outcome) {
        boolean answered =
                outcome instanceof Outcome.Response || outcome instanceof Outcome.Cancelled;
        if (outcome instanceof Outcome.Response response && response.isSuccess()) {
            dispatch.go(step, step.open(Round.Purpose.BYE, round.subject()), outcome);
            return;
        }
        Call.Bye end = answered ? Call.Bye.OK : Call.Bye.FAILED;
        step.call(round.subject(), call -> call.withBye(end));
        if (!answered && !round.at().orElseThrow().away()) {
            registering.start(step);
        }
    }

    @Override
    public void settled(Step step, Round round, Outcome outcome) {
        if (outcome instanceof Outcome.Response response) {
            if (response.isSuccess()) {
                step.call(round.subject(), call -> call.established(step.state().nowMs()));
            } else {
                over(step, round, OptionalInt.of(response.code()), response.reason());
            }
        } else {
            over(step, round, OptionalInt.empty(), "cancelled");
        }
    }

    @Override
    public void exhausted(Step step, Round round, Optional<Outcome.Response> refusal) {
        int code = refusal.map(Outcome.Response::code).orElse(REQUEST_TIMEOUT);
        String reason = refusal.map(Calling::reasonOf).orElse("no destination answers");
        over(step, round, OptionalInt.of(code), reason);
    }

    void byeEnded(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        if (!hop.away() && questions.isUnavailable(step.state(), hop, outcome)) {
            step.failedAt(hop.target(), outcome, questions);
            dispatch.failOver(step, round, hop, outcome);
            return;
        }
        step.succeededAt(hop.target());
        step.close(round);
        boolean done =
                outcome instanceof Outcome.Response response
                        && (response.isSuccess() || response.code() == DIALOG_GONE);
        step.call(round.subject(), c -> c.withBye(done ? Call.Bye.OK : Call.Bye.FAILED));
    }

    /** The request has nowhere to go, and the user is told. */
    @Override
    public void failed(Step step, Round round, Optional<Outcome> outcome) {
        if (round.purpose() == Round.Purpose.BYE) {
            step.call(round.subject(), call -> call.withBye(Call.Bye.FAILED));
            return;
        }
        if (Hunting.of(step, round.subject()).isPresent()) {
            hunting.failed(step, round, outcome);
            return;
        }
        int code = SERVICE_UNAVAILABLE;
        String reason = "no server can be reached";
        if (outcome.orElse(null) instanceof Outcome.Response response) {
            code = response.code();
            reason = reasonOf(response);
        } else if (outcome.orElse(null) instanceof Outcome.NoAnswer) {
            code = REQUEST_TIMEOUT;
            reason = "no server answers";
        }
        over(step, round, OptionalInt.of(code), reason);
    }

    private static String reasonOf(Outcome.Response response) {
        return response.reason().isEmpty() ? "refused" : response.reason();
    }

    private static void over(Step step, Round round, OptionalInt code, String reason) {
        step.call(
                round.subject(),
                call -> {
                    boolean hungUp = call.state().isOver();
                    return hungUp ? call : call.over(Call.State.FAILED, code, reason);
                });
        step.emit(new Command.EndCall(round.subject(), BUSY_HERE, reason));
    }

    private static Optional<Round> inviteOf(Step step, String call) {
        return step.rounds(Round.Purpose.INVITE).stream()
                .filter(round -> round.subject().equals(call))
                .findFirst();
    }

    /** The phone stops: every call ends now. */
    void stopAll(Step step) {
        step.state().calls().values().stream()
                .filter(call -> !call.state().isOver())
                .map(Call::id)
                .toList()
                .forEach(id -> hangUp(step, id));
    }
}
