// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Request;

/**
 * Keeps the line registered with one hop: the REGISTER round, its failover, refresh and retry.
 * There is at most one such round; whoever needs the line waits for it.
 */
final class Registering {
    static final String REFRESH = "refresh";
    static final String RETRY = "retry";

    /**
     * Subject of a round by hand: it begins with the first hop, not with the current one, whatever
     * is remembered of it. Whoever asks for it may know that the server is back.
     */
    static final String FROM_FIRST = "from-first";

    /** The same, with the first target of the server in use. */
    static final String FROM_FIRST_TARGET = "from-first-target";

    private static final String FAILURES = "kit1.failed-rounds";

    /** A registrar that grants no time at all is not asked without end. */
    static final Duration SOONEST_REFRESH = Duration.ofSeconds(1);

    private static final int DAY_SECONDS = 86_400;

    private final Questions questions;
    private final Waiters waiters;

    /** Hears how the round that others wait for ended. */
    interface Waiters {
        /** The line is in service at its current hop. */
        void ready(Step step, long round);

        /** It is not. */
        void failed(Step step, long round, Outcome outcome);

        /** The line left a hop whose binding still stands. */
        void left(Step step, Registration binding);
    }

    Registering(Questions questions, Waiters waiters) {
        this.questions = questions;
        this.waiters = waiters;
    }

    /** Registers at the current hop, or at the first if there is none, unless it is doing so. */
    void start(Step step) {
        start(step, "");
    }

    /** By hand: the same with the first hop, unless that one has had or has its turn. */
    void startFromFirst(Step step) {
        Optional<Round> running = step.round(Round.Purpose.REGISTER);
        Optional<Hop> first = step.state().hops().stream().findFirst();
        if (running.isEmpty()) {
            start(step, FROM_FIRST);
        } else if (first.isPresent()
                && !running.get().at().equals(first)
                && !running.get().tried().contains(first.get())) {
            again(step, running.get(), FROM_FIRST);
        }
    }

    /** The same, with every hop to be tried anew; who waits for the round goes on waiting. */
    void restart(Step step) {
        step.round(Round.Purpose.REGISTER)
                .ifPresentOrElse(round -> again(step, round, ""), () -> start(step));
    }

    private void again(Step step, Round running, String subject) {
        running.attempt().ifPresent(attempt -> step.emit(new Command.Cancel(attempt)));
        Round anew = Round.of(running.id(), Round.Purpose.REGISTER, subject);
        step.put(anew);
        advance(step, anew, new Outcome.Cancelled(), false);
    }

    /** The same, beginning with the first target of the server in use. */
    void startFromFirstTarget(Step step) {
        start(step, FROM_FIRST_TARGET);
    }

    private void start(Step step, String subject) {
        if (!step.isOff() && step.round(Round.Purpose.REGISTER).isEmpty()) {
            advance(step, open(step, subject), new Outcome.Cancelled(), false);
        }
    }

    private static Round open(Step step, String subject) {
        step.stop(RETRY);
        step.stop(REFRESH);
        return step.open(Round.Purpose.REGISTER, subject);
    }

    /** The id of the round to wait for, a new one if none runs; {@link #push} sets it going. */
    long join(Step step) {
        return step.round(Round.Purpose.REGISTER).orElseGet(() -> open(step, "")).id();
    }

    /**
     * Takes a round past hops that were found dead without it: what one request has found out, the
     * next need not wait for.
     */
    void push(Step step, long id, List<Hop> dead, Outcome outcome) {
        Round round = step.state().rounds().get(id);
        boolean stuck = round.at().filter(dead::contains).isPresent();
        if (round.attempt().isPresent() && !stuck) {
            return;
        }
        round.attempt().ifPresent(attempt -> step.emit(new Command.Cancel(attempt)));
        for (Hop hop : dead) {
            Bindings.lapse(step, hop);
            round = round.failedAt(hop);
        }
        step.put(round);
        advance(step, round, outcome, false);
    }

    /** Takes a round to its next hop; the round may wait, go on or end. */
    void advance(Step step, Round round, Outcome last, boolean fresh) {
        Optional<Hop> next =
                questions.order(step.state(), round).stream()
                        .filter(hop -> !round.tried().contains(hop))
                        .findFirst();
        List<ServerRef> servers = Scope.own(step.config());
        boolean waits = Locating.mustWait(step, round, servers, next, fresh);
        if (!waits && next.isEmpty()) {
            exhausted(step, round, last);
            return;
        }
        boolean currentFailed = step.state().current().filter(round.tried()::contains).isPresent();
        if (currentFailed && step.state().status().isInService()) {
            step.stand(Status.SWITCHING, Why.of(last));
        }
        if (!waits) {
            tryAt(step, round, next.get());
        }
    }

    private void tryAt(Step step, Round round, Hop hop) {
        Bindings.dropUngranted(step, Optional.of(hop));
        Optional<Registration> known = Bindings.at(step.state(), hop);
        // A binding on its way out is wanted again: the same Call-ID keeps the two in order.
        known.flatMap(binding -> Bindings.removal(step, binding)).ifPresent(step::abandon);
        String id = known.map(Registration::id).orElseGet(() -> "r" + step.newId());
        if (known.isEmpty()) {
            Bindings.put(step, new Registration(id, hop, Registration.State.REGISTERING, 0));
        }
        int expires = step.config().servers().get(hop.server()).expiresSeconds();
        step.send(round.withSubject(id), new Request.Register(id, expires), hop, questions);
    }

    /** The one attempt of the round has ended. */
    void ended(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        if (outcome instanceof Outcome.Response response && response.isSuccess()) {
            step.succeededAt(hop.target());
            step.close(round);
            granted(step, round.subject(), hop, response, whyOf(step, hop));
            waiters.ready(step, round.id());
        } else if (questions.isUnavailable(step.state(), hop, outcome)) {
            step.failedAt(hop.target(), outcome, questions);
            failOver(step, round, hop, outcome);
        } else {
            step.succeededAt(hop.target());
            refused(step, round, hop, outcome);
        }
    }

    private static Why whyOf(Step step, Hop hop) {
        Optional<Hop> current = step.state().current();
        if (!step.state().status().isInService() || current.isEmpty()) {
            return Why.REGISTERED;
        }
        boolean better = Hops.before(step.state().hops(), current.get()).contains(hop);
        if (current.get().equals(hop)) {
            return Why.REFRESHED;
        }
        // A line that passed over the hop in use, as it is under penalty, has fled from there.
        boolean fled = Order.isPassedOver(step.state(), current.get());
        return better && !fled ? Why.RETURNED : Why.REGISTERED;
    }

    private void failOver(Step step, Round round, Hop hop, Outcome outcome) {
        Bindings.lapse(step, hop);
        Round further = round.failedAt(hop);
        step.put(further);
        advance(step, further, outcome, false);
    }

    /** Lets those who wait for a round go on at the current hop. */
    void ready(Step step, long round) {
        waiters.ready(step, round);
    }

    /** A binding stands: the line is in service there. */
    void granted(Step step, String id, Hop hop, Outcome.Response response, Why why) {
        int asked = step.config().servers().get(hop.server()).expiresSeconds();
        Duration time = grantedTime(asked, response);
        List<Registration> old = Bindings.heldElsewhere(step, hop);
        Bindings.put(
                step,
                new Registration(id, hop, Registration.State.REGISTERED, 0)
                        .granted(step.state().nowMs() + time.toMillis()));
        Bindings.dropOthersAt(step, hop, id);
        step.change(draft -> draft.memory().remove(FAILURES));
        step.serve(hop, why);
        step.stop(RETRY);
        boolean fixed = step.config().refresh().isFixed();
        Duration period = Duration.ofSeconds(asked);
        // A fixed share is one of the configured period, if that is earlier (V5).
        Duration counted = fixed && period.compareTo(time) < 0 ? period : time;
        step.start(REFRESH, questions.refresh(step.state(), counted).atLeast(SOONEST_REFRESH));
        old.forEach(binding -> waiters.left(step, binding));
    }

    /** What a 2xx grants, if {@code asked} was asked for. */
    static Duration grantedTime(int asked, Outcome.Response response) {
        // More than was asked for, and more than a day, would mean never to refresh.
        int most = Math.max(asked, DAY_SECONDS);
        return Duration.ofSeconds(Math.min(most, response.expiresSeconds().orElse(asked)));
    }

    /** A server answered, and does not want us: it is alive, so the line stays there. */
    private void refused(Step step, Round round, Hop hop, Outcome outcome) {
        step.close(round);
        Bindings.drop(step, round.subject());
        if (standsElsewhere(step, hop)) {
            // A try at the primary takes nothing away from the server that serves.
            tryAt(step, round.failedAt(hop), step.state().current().orElseThrow());
            return;
        }
        if (Standby.serves(step, Why.of(outcome))) {
            step.start(RETRY, questions.retry(step.state(), 0).atLeast(asked(step, outcome)));
            waiters.ready(step, round.id());
            return;
        }
        step.stand(Status.UNREGISTERED, Optional.of(hop), Why.of(outcome));
        step.start(RETRY, questions.retry(step.state(), 0).atLeast(asked(step, outcome)));
        waiters.failed(step, round.id(), outcome);
    }

    private static boolean standsElsewhere(Step step, Hop hop) {
        return step.state().status().isInService()
                && step.state()
                        .current()
                        .filter(current -> !current.equals(hop))
                        .filter(current -> Scope.isOwn(step.config(), current))
                        .flatMap(current -> Bindings.at(step.state(), current))
                        .filter(binding -> binding.isLive(step.state().nowMs()))
                        .isPresent();
    }

    private void exhausted(Step step, Round round, Outcome last) {
        step.close(round);
        Bindings.dropUngranted(step, Optional.empty());
        // It may have been granted by a target that the name no longer leads to.
        step.state()
                .current()
                .filter(hop -> Scope.isOwn(step.config(), hop))
                .ifPresent(hop -> Bindings.lapse(step, hop));
        if (Standby.serves(step, Why.of(last))) {
            step.start(RETRY, questions.retry(step.state(), 0).atLeast(asked(step, last)));
            waiters.ready(step, round.id());
            return;
        }
        int rounds = Memory.count(step, FAILURES, Integer.MAX_VALUE);
        boolean nothingKnown = round.tried().isEmpty();
        step.stand(
                Status.UNREGISTERED,
                Optional.empty(),
                nothingKnown ? Why.DNS_FAILED : Why.ALL_FAILED);
        step.start(RETRY, questions.retry(step.state(), rounds).atLeast(asked(step, last)));
        waiters.failed(step, round.id(), last);
    }

    /** A Retry-After of the server that was asked last only ever makes the wait longer. */
    private Duration asked(Step step, Outcome last) {
        boolean says =
                last instanceof Outcome.Response response
                        && response.retryAfterSeconds().isPresent();
        return says ? questions.penalty(step.state(), last) : Duration.ZERO;
    }
}
