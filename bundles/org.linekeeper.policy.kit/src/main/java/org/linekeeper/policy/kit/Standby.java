// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Request;

/**
 * Concurrent registration: keeps a binding at each server beside the first, so that calls can go
 * there at once when the first is out (Y14). Each server has one round or one timer at any time.
 */
final class Standby {
    private static final String TIMER = "standby-";

    /** A server that closes after each answer is not asked at the speed of the wire. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Questions questions;
    private final Leaving leaving;

    Standby(Questions questions, Leaving leaving) {
        this.questions = questions;
        this.leaving = leaving;
    }

    private static String timer(ServerRef ref) {
        return TIMER + (ref.index() + 1);
    }

    /** The servers beside the line's own. */
    private static List<ServerRef> others(Step step) {
        List<ServerRef> all = step.config().layerRefs();
        return all.subList(Scope.own(step.config()).size(), all.size());
    }

    /** Sees to it that each server is registered with, or is about to be. */
    void keep(Step step) {
        List<ServerRef> wanted = step.isOff() ? List.of() : others(step);
        for (ServerRef ref : step.config().layerRefs()) {
            Optional<Round> round = round(step, ref);
            if (!wanted.contains(ref)) {
                abandon(step, ref);
                step.stop(timer(ref));
            } else if (round.isEmpty() && !step.runs(timer(ref))) {
                advance(step, step.open(Round.Purpose.STANDBY, ref.toString()), false);
            }
        }
    }

    private static Optional<Round> round(Step step, ServerRef ref) {
        return step.rounds(Round.Purpose.STANDBY).stream()
                .filter(round -> round.subject().equals(ref.toString()))
                .findFirst();
    }

    /** Everything is asked for anew. */
    void restart(Step step) {
        for (ServerRef ref : others(step)) {
            abandon(step, ref);
            step.stop(timer(ref));
        }
    }

    /** What the round asked for is asked for no longer; the next one may begin elsewhere. */
    private static void abandon(Step step, ServerRef ref) {
        Optional<Round> round = round(step, ref);
        round.ifPresent(step::abandon);
        round.flatMap(Round::at)
                .flatMap(hop -> Bindings.at(step.state(), hop))
                .filter(binding -> binding.state() == Registration.State.REGISTERING)
                .ifPresent(binding -> Bindings.drop(step, binding.id()));
    }

    /** A target failed outside any attempt: what stands there is asked for anew. */
    void suspect(Step step, Target target) {
        for (ServerRef ref : others(step)) {
            boolean stands =
                    step.state().registrations().values().stream()
                            .filter(b -> b.state() == Registration.State.REGISTERED)
                            .map(Registration::hop)
                            .anyMatch(h -> h.ref().equals(ref) && h.target().equals(target));
            if (stands && round(step, ref).isEmpty()) {
                step.start(timer(ref), Wait.exactly(CALM));
            }
        }
    }

    /** Takes a round to its next hop, or ends it. */
    void advance(Step step, Round round, boolean fresh) {
        ServerRef ref =
                others(step).stream()
                        .filter(r -> r.toString().equals(round.subject()))
                        .findFirst()
                        .orElseThrow();
        Optional<Hop> next =
                Hops.of(step.state(), ref).stream()
                        .filter(hop -> !round.tried().contains(hop))
                        .findFirst();
        if (Locating.mustWait(step, round, List.of(ref), next, fresh)) {
            return;
        }
        if (next.isPresent()) {
            register(step, round, next.get());
        } else {
            step.close(round);
            step.start(timer(ref), questions.retry(step.state(), 0));
            gone(step, ref, Why.ALL_FAILED);
        }
    }

    private void register(Step step, Round round, Hop hop) {
        Optional<Registration> known = Bindings.at(step.state(), hop);
        String id = known.map(Registration::id).orElseGet(() -> "r" + step.newId());
        if (known.isEmpty()) {
            Bindings.put(step, new Registration(id, hop, Registration.State.REGISTERING, 0));
        }
        int expires = step.config().servers().get(hop.server()).expiresSeconds();
        step.send(round, new Request.Register(id, expires), hop, questions);
    }

    /** The attempt of a round has ended. */
    void ended(Step step, Round round, Outcome outcome) {
        Hop hop = round.at().orElseThrow();
        if (outcome instanceof Outcome.Response response && response.isSuccess()) {
            step.succeededAt(hop.target());
            step.close(round);
            granted(step, hop, response);
        } else if (questions.isUnavailable(step.state(), hop, outcome)) {
            step.failedAt(hop.target(), outcome, questions);
            Bindings.lapse(step, hop);
            Round further = round.failedAt(hop);
            step.put(further);
            advance(step, further, false);
        } else {
            step.succeededAt(hop.target());
            step.close(round);
            Bindings.at(step.state(), hop).ifPresent(b -> Bindings.drop(step, b.id()));
            step.start(timer(hop.ref()), questions.retry(step.state(), 0));
            gone(step, hop.ref(), Why.of(outcome));
        }
    }

    private void granted(Step step, Hop hop, Outcome.Response response) {
        int asked = step.config().servers().get(hop.server()).expiresSeconds();
        Duration time = Registering.grantedTime(asked, response);
        // One that ran out while it was asked for anew has been forgotten.
        String id =
                Bindings.at(step.state(), hop)
                        .map(Registration::id)
                        .orElseGet(() -> "r" + step.newId());
        long until = step.state().nowMs() + time.toMillis();
        Bindings.put(
                step, new Registration(id, hop, Registration.State.REGISTERED, 0).granted(until));
        Bindings.dropOthersAt(step, hop, id);
        Bindings.heldElsewhere(step, hop).forEach(old -> leaving.leave(step, old));
        Wait refresh = questions.refresh(step.state(), time);
        step.start(timer(hop.ref()), refresh.atLeast(Registering.SOONEST_REFRESH));
        LineState state = step.state();
        boolean servesHere =
                state.status().isInService()
                        && state.current().map(Hop::ref).equals(Optional.of(hop.ref()));
        boolean nobodyServes =
                !state.status().isInService() && step.round(Round.Purpose.REGISTER).isEmpty();
        if (servesHere || nobodyServes) {
            step.serve(hop, servesHere ? Why.REFRESHED : Why.REGISTERED);
        }
    }

    /** A server that calls went to holds no binding any more. */
    private static void gone(Step step, ServerRef ref, Why why) {
        boolean served = step.state().current().filter(hop -> hop.ref().equals(ref)).isPresent();
        if (served && step.state().status().isInService() && !serves(step, why)) {
            step.stand(Status.UNREGISTERED, Optional.empty(), why);
        }
    }

    /** Lets the first server that has a live binding serve, if there is one. */
    static boolean serves(Step step, Why why) {
        Optional<Hop> hop =
                step.state().registrations().values().stream()
                        .filter(binding -> binding.isLive(step.state().nowMs()))
                        .map(Registration::hop)
                        .filter(h -> !Scope.isOwn(step.config(), h))
                        .filter(step.state().hops()::contains)
                        .findFirst();
        boolean already = step.state().status().isInService() && step.state().current().equals(hop);
        if (hop.isPresent() && !already) {
            step.serve(hop.get(), why);
        }
        return hop.isPresent();
    }
}
