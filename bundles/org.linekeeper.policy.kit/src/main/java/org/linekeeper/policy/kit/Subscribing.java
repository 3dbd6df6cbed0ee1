// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/**
 * Subscriptions: set up where the line is in service, renewed before they run out and, where the
 * configuration says so, at once when the line has moved to another address (Y12). A server that
 * only stands by for calls gets none: they wait for the line's own (Y14).
 */
final class Subscribing implements Dispatch.Sender {
    private static final String TIMER = "subscription-";

    /** The subscription to one's own registration that the configuration wants (RFC 3680). */
    static final String REGISTRATION = "registration";

    /** What is asked for; a server may grant less (RFC 6665 section 4.1.2.2). */
    private static final int EXPIRES_SECONDS = 3600;

    private static final int ACCEPTED = 202;
    private static final int DIALOG_GONE = 481;

    /** Reasons of a NOTIFY after which one is not to ask again (RFC 6665 section 4.1.3). */
    private static final Set<String> FOR_GOOD = Set.of("rejected", "noresource", "invariant");

    /** Reasons after which one may ask at once. */
    private static final Set<String> AT_ONCE = Set.of("deactivated", "timeout");

    private final Questions questions;
    private final Dispatch dispatch;

    Subscribing(Questions questions, Registering registering) {
        this.questions = questions;
        this.dispatch = new Dispatch(questions, registering, this);
    }

    @Override
    public boolean sends(Step step, Round round) {
        return round.purpose() == Round.Purpose.SUBSCRIBE;
    }

    @Override
    public boolean isUrgent(Step step, Round round) {
        return false;
    }

    @Override
    public Request request(Step step, Round round, Hop hop) {
        Subscription wanted = step.state().subscriptions().get(round.subject());
        boolean ends = wanted.state() == Subscription.State.REMOVING;
        return new Request.Subscribe(
                wanted.id(), wanted.event(), wanted.to(), ends ? 0 : asks(step, wanted));
    }

    /** For how long. */
    private static int asks(Step step, Subscription wanted) {
        int registration = step.config().subscribeRegistrationSeconds();
        boolean configured = registration > 0 && wanted.id().equals(REGISTRATION);
        return configured ? registration : EXPIRES_SECONDS;
    }

    void asked(Step step, LineEvent.SubscribeAsked asked) {
        put(step, Subscription.asked(asked.subscription(), asked.event(), asked.to()));
        begin(step, asked.subscription());
    }

    private void begin(Step step, String id) {
        step.stop(TIMER + id);
        if (isAway(step)) {
            change(step, id, known -> known.ended(Subscription.State.SUBSCRIBING));
        } else if (!step.isOff() && round(step, id).isEmpty()) {
            Round round = step.open(Round.Purpose.SUBSCRIBE, id);
            dispatch.go(step, round, new Outcome.Cancelled());
        }
    }

    /** Whether a server beside the line's own serves now; {@link #follow} begins afterwards. */
    private static boolean isAway(Step step) {
        LineState state = step.state();
        return state.status().isInService()
                && !Scope.isOwn(step.config(), state.current().orElseThrow());
    }

    private static Optional<Round> round(Step step, String id) {
        return step.rounds(Round.Purpose.SUBSCRIBE).stream()
                .filter(round -> round.subject().equals(id))
                .findFirst();
    }

    /** The server is told, if there is one to tell. */
    void notWanted(Step step, String id) {
        Subscription known = step.state().subscriptions().get(id);
        if (known == null || known.state() == Subscription.State.REMOVING) {
            return;
        }
        step.stop(TIMER + id);
        Optional<Hop> place = known.hop().or(() -> round(step, id).flatMap(Round::at));
        round(step, id).ifPresent(step::abandon);
        if (place.isEmpty() || step.isOff()) {
            drop(step, id);
            return;
        }
        put(step, known.withState(Subscription.State.REMOVING));
        Round round = step.open(Round.Purpose.SUBSCRIBE, id);
        step.send(round, request(step, round, place.get()), place.get(), questions);
    }

    void ended(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        Subscription known = step.state().subscriptions().get(round.subject());
        boolean unavailable = questions.isUnavailable(step.state(), hop, outcome);
        if (unavailable) {
            step.failedAt(hop.target(), outcome, questions);
        } else if (outcome instanceof Outcome.Response) {
            step.succeededAt(hop.target());
            dispatch.arrived(step, round, hop);
        }
        if (known == null || known.state() == Subscription.State.REMOVING) {
            step.close(round);
            drop(step, round.subject());
        } else if (unavailable) {
            put(step, known.ended(Subscription.State.SUBSCRIBING));
            dispatch.failOver(step, round, hop, outcome);
        } else {
            step.close(round);
            if (outcome instanceof Outcome.Response response) {
                answered(step, known, hop, response);
            }
        }
    }

    private void answered(Step step, Subscription known, Hop hop, Outcome.Response response) {
        if (response.isSuccess()) {
            granted(step, known, hop, response);
        } else if (response.code() == DIALOG_GONE && known.hop().isPresent()) {
            // The server has forgotten this dialog: a new one, at once (RFC 6665 section 4.1.2.2).
            put(step, known.ended(Subscription.State.SUBSCRIBING));
            begin(step, known.id());
        } else {
            put(step, known.ended(Subscription.State.TERMINATED));
            if (!isRefusal(response.code())) {
                later(step, known.id(), questions.penalty(step.state(), response));
            }
        }
    }

    private void granted(Step step, Subscription known, Hop hop, Outcome.Response response) {
        Duration time = Registering.grantedTime(asks(step, known), response);
        boolean asks = known.state() == Subscription.State.PENDING && known.hop().isPresent();
        boolean pending = response.code() == ACCEPTED || asks;
        Subscription.State state = pending ? Subscription.State.PENDING : Subscription.State.ACTIVE;
        put(step, known.granted(hop, state, step.state().nowMs() + time.toMillis()));
        renewBefore(step, known.id(), time);
    }

    private void renewBefore(Step step, String id, Duration time) {
        Wait refresh = questions.refresh(step.state(), time);
        start(step, id, refresh.atLeast(Registering.SOONEST_REFRESH));
    }

    /** A client's mistake, or a no, is not repeated by itself. */
    private static boolean isRefusal(int code) {
        boolean passes = code == 408 || code == 480 || code == DIALOG_GONE;
        return code >= 600 || code >= 400 && code < 500 && !passes;
    }

    private static void later(Step step, String id, Duration asked) {
        Duration retry = Duration.ofSeconds(step.config().retrySeconds());
        start(step, id, Wait.exactly(retry).atLeast(asked));
    }

    private static void start(Step step, String id, Wait wait) {
        if (!step.isOff()) {
            step.start(TIMER + id, wait);
        }
    }

    /** No hop took it: it is asked for anew after a while. */
    @Override
    public void failed(Step step, Round round, Optional<Outcome> outcome) {
        Subscription known = step.state().subscriptions().get(round.subject());
        if (known == null || known.state() == Subscription.State.REMOVING) {
            drop(step, round.subject());
        } else {
            put(step, known.ended(Subscription.State.SUBSCRIBING));
            later(step, known.id(), Duration.ZERO);
        }
    }

    void notified(Step step, LineEvent.SubscriptionNotified notified) {
        change(
                step,
                notified.subscription(),
                known -> {
                    Subscription.State state =
                            notified.active()
                                    ? Subscription.State.ACTIVE
                                    : Subscription.State.PENDING;
                    OptionalInt left = notified.expiresSeconds();
                    // The dialog may have been set up by this NOTIFY, before its 200.
                    boolean shorter = left.isPresent() && known.hop().isPresent();
                    if (!shorter) {
                        return known.hop().isPresent() ? known.withState(state) : known;
                    }
                    Duration time = Duration.ofSeconds(left.getAsInt());
                    long until = step.state().nowMs() + time.toMillis();
                    if (until < known.expiresAtMs() && round(step, known.id()).isEmpty()) {
                        renewBefore(step, known.id(), time);
                    }
                    return known.granted(
                            known.hop().get(), state, Math.min(until, known.expiresAtMs()));
                });
    }

    void endedByServer(Step step, LineEvent.SubscriptionEnded ended) {
        Subscription known = step.state().subscriptions().get(ended.subscription());
        if (known == null || known.state() == Subscription.State.REMOVING) {
            return;
        }
        step.stop(TIMER + known.id());
        round(step, known.id()).ifPresent(step::abandon);
        if (FOR_GOOD.contains(ended.why())) {
            put(step, known.ended(Subscription.State.TERMINATED));
        } else if (AT_ONCE.contains(ended.why()) && known.hop().isPresent()) {
            put(step, known.ended(Subscription.State.SUBSCRIBING));
            begin(step, known.id());
        } else {
            put(step, known.ended(Subscription.State.TERMINATED));
            later(step, known.id(), Duration.ofSeconds(ended.retryAfterSeconds().orElse(0)));
        }
    }

    /** A timer's time has come; it may be none of these. */
    void due(Step step, String timer) {
        if (timer.startsWith(TIMER)) {
            String id = timer.substring(TIMER.length());
            if (step.state().subscriptions().containsKey(id)) {
                begin(step, id);
            }
        }
    }

    /** After a move, and when the line comes into service, subscriptions follow. */
    void follow(Step step) {
        LineState state = step.state();
        if (!state.status().isInService() || isAway(step)) {
            return;
        }
        keepRegistration(step);
        Hop current = state.current().orElseThrow();
        boolean renews = step.config().settingsOf(current).resubscribe();
        for (Subscription one : List.copyOf(step.state().subscriptions().values())) {
            if (one.state() == Subscription.State.REMOVING || round(step, one.id()).isPresent()) {
                continue;
            }
            boolean left = one.hop().filter(hop -> isElsewhere(hop, current)).isPresent();
            boolean waits =
                    one.state() == Subscription.State.SUBSCRIBING && !step.runs(TIMER + one.id());
            if (waits || renews && left) {
                begin(step, one.id());
            }
        }
    }

    /** Has what the configuration wants, and no more. */
    private void keepRegistration(Step step) {
        boolean wanted = step.config().subscribeRegistrationSeconds() > 0;
        boolean known = step.state().subscriptions().containsKey(REGISTRATION);
        if (wanted && !known && !step.isOff()) {
            put(step, Subscription.asked(REGISTRATION, "reg", ""));
        } else if (known && !wanted) {
            notWanted(step, REGISTRATION);
        }
    }

    private static boolean isElsewhere(Hop hop, Hop current) {
        return !hop.target().address().equals(current.target().address());
    }

    /** Dialogs are gone, or lead from an address that is ours no longer. */
    void forgetPlaces(Step step) {
        for (Subscription one : List.copyOf(step.state().subscriptions().values())) {
            round(step, one.id()).ifPresent(step::abandon);
            step.stop(TIMER + one.id());
            if (one.state() == Subscription.State.REMOVING) {
                drop(step, one.id());
            } else {
                put(step, one.ended(Subscription.State.SUBSCRIBING));
            }
        }
    }

    /** The phone stops: the servers are told, as far as the little time left allows. */
    void stopAll(Step step) {
        List.copyOf(step.state().subscriptions().keySet()).forEach(id -> notWanted(step, id));
    }

    /** A look-up of this server has ended. */
    void located(Step step, ServerRef ref) {
        dispatch.located(step, ref);
    }

    /** A look-up has taken too long. */
    void asked(Step step) {
        dispatch.asked(step);
    }

    void ready(Step step, long registration) {
        dispatch.ready(step, registration);
    }

    void unregistered(Step step, long registration, Outcome outcome) {
        dispatch.failed(step, registration, outcome);
    }

    private static void change(Step step, String id, UnaryOperator<Subscription> change) {
        Subscription known = step.state().subscriptions().get(id);
        if (known != null && known.state() != Subscription.State.REMOVING) {
            put(step, change.apply(known));
        }
    }

    private static void put(Step step, Subscription subscription) {
        step.change(draft -> draft.subscriptions().put(subscription.id(), subscription));
    }

    private static void drop(Step step, String id) {
        step.stop(TIMER + id);
        step.change(draft -> draft.subscriptions().remove(id));
    }
}
