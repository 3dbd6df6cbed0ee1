// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/**
 * The general failover machine. Requests go through hops in rounds ({@link Round}), in the order of
 * {@link Questions#order}:
 *
 * <ul>
 *   <li>a REGISTER round keeps the line in service; with concurrent registration STANDBY rounds
 *       keep the bindings at the servers beside the first;
 *   <li>an INVITE whose call has a plan goes through its destinations ({@link Hunting});
 *   <li>other INVITE, BYE and SUBSCRIBE rounds go where the line is in service and, if that fails,
 *       on to the next hop, behind a REGISTER where the servers do not share registrations;
 *   <li>a PROBE looks for the way back to a better server, a FAILBACK for that to a better target
 *       of the same server; REMOVE takes away what is left behind.
 * </ul>
 *
 * <p>How a line's status changes ("next" = a hop that the round has not tried; "sharing" = of a
 * server whose targets share registrations; "standby" = a binding beside the first server's; "under
 * penalty" = the hop in use is passed over for what is remembered of its target):
 *
 * <pre>
 * status        event                                      next status    why
 * ------------  -----------------------------------------  -------------  -----------------
 * registering   REGISTER 2xx at the first hop              on_primary     registered
 * registering   REGISTER 2xx at another hop                on_backup      registered
 * registering   unavailable, next                          registering    (as before)
 * registering   unavailable, no next                       unregistered   all_failed
 * registering   no target known                            unregistered   dns_failed
 * registering   REGISTER 4xx, 6xx                          unregistered   response_NNN
 * on_primary    REGISTER 2xx there                         on_primary     refreshed
 * on_primary    unavailable, next                          switching      the cause
 * on_primary    unavailable, no next                       unregistered   all_failed
 * on_primary    REGISTER 4xx, 6xx                          unregistered   response_NNN
 * on_primary    heartbeat lost, next                       switching      heartbeat_lost
 * on_primary    under penalty, REGISTER 2xx at another     on_backup      registered
 * on_primary    unavailable, no next, standby              on_backup      the cause
 * on_primary    REGISTER 4xx, 6xx, standby                 on_backup      response_NNN
 * on_primary    INVITE answered at another sharing hop     on_backup      the cause
 * on_primary    INVITE answered at a standby               on_backup      the cause
 * switching     REGISTER 2xx at the first hop              on_primary     registered
 * switching     REGISTER 2xx at another hop                on_backup      registered
 * switching     unavailable, next                          switching      (as before)
 * switching     unavailable, no next                       unregistered   all_failed
 * switching     REGISTER 4xx, 6xx                          unregistered   response_NNN
 * on_backup     REGISTER 2xx there                         on_backup      refreshed
 * on_backup     under penalty, REGISTER 2xx at the first   on_primary     registered
 * on_backup     REGISTER by hand 2xx at the first hop      on_primary     returned
 * on_backup     renewal 2xx at the first sharing hop       on_primary     returned
 * on_backup     INVITE answered at the first sharing hop   on_primary     returned
 * on_backup     FAILBACK 2xx at the first hop              on_primary     returned
 * on_backup     FAILBACK unavailable, refused              on_backup      (as before)
 * on_backup     REGISTER 2xx at the first, standby serves  on_primary     returned
 * on_backup     standby lost, no other                     unregistered   all_failed
 * on_backup     REGISTER by hand 4xx at the first hop      on_backup      (as before)
 * on_backup     REGISTER 4xx, 6xx there                    unregistered   response_NNN
 * on_backup     unavailable, next                          switching      the cause
 * on_backup     unavailable, no next                       unregistered   all_failed
 * on_backup     PROBE 2xx at the first hop                 on_primary     returned
 * on_backup     PROBE 2xx at another better hop            on_backup      returned
 * on_backup     PROBE unavailable, refused                 on_backup      (as before)
 * unregistered  REGISTER 2xx at the first hop              on_primary     registered
 * unregistered  REGISTER 2xx at another hop                on_backup      registered
 * unregistered  STANDBY 2xx                                on_backup      registered
 * unregistered  unavailable, next                          unregistered   (as before)
 * unregistered  unavailable, no next                       unregistered   all_failed
 * unregistered  no target known                            unregistered   dns_failed
 * unregistered  REGISTER 4xx, 6xx                          unregistered   response_NNN
 * disabled      configuration says to be in service        registering    configured
 * not disabled  the network changed                        (as before)    network_changed
 * any           the line starts                            registering    started
 * any           configuration says not to be in service    disabled       configured
 * any           the phone stops                            unregistered   shutdown
 * </pre>
 *
 * <p>Safe for use by several threads: it keeps nothing.
 */
public final class FailoverMachine implements FailoverPolicy {
    private final Registering registering;
    private final Returning returning;
    private final Leaving leaving;
    private final Standby standby;
    private final Calling calling;
    private final Subscribing subscribing;
    private final Watching watching;
    private final Confirming confirming;
    private final Heartbeats heartbeats;
    private final Life life;

    /** A machine that asks these questions. */
    public FailoverMachine(Questions questions) {
        this.registering = new Registering(questions, new Followers());
        this.returning = new Returning(questions, registering);
        this.leaving = new Leaving(questions);
        this.standby = new Standby(questions, leaving);
        this.calling = new Calling(questions, registering);
        this.subscribing = new Subscribing(questions, registering);
        this.watching = new Watching(questions, registering);
        this.confirming = new Confirming(returning);
        this.heartbeats = new Heartbeats(questions, registering, confirming);
        this.life = new Life(registering, standby, subscribing);
    }

    @Override
    public Decision decide(LineState state, LineEvent event) {
        Step step = new Step(state);
        // After a restart nothing is watched, whatever the state that was kept says.
        List<Command.Watch> watched =
                event instanceof LineEvent.Started ? List.of() : Watching.watched(step);
        onEvent(step, event);
        standby.keep(step);
        HoldDown.follow(step, state);
        if (!step.state().current().equals(state.current())) {
            returning.moved(step);
            confirming.moved(step);
        }
        confirming.follow(step, state);
        returning.keepReturning(step);
        watching.follow(step, watched);
        subscribing.follow(step);
        leaving.removeWhenFree(step);
        calling.tidy(step);
        return step.decision();
    }

    private void onEvent(Step step, LineEvent event) {
        if (event instanceof LineEvent.AttemptEnded ended) {
            step.state()
                    .roundOf(ended.attempt())
                    .ifPresent(r -> onOutcome(step, r, ended.outcome()));
        } else if (event instanceof LineEvent.Provisional provisional) {
            onProvisional(step, provisional);
        } else if (event instanceof LineEvent.TimerFired timer) {
            onTimer(step, timer.name());
        } else if (event instanceof LineEvent.TargetsLocated located) {
            Locating.located(step, located.server(), located.targets());
            goOn(step, located.server());
        } else if (event instanceof LineEvent.LocateFailed failed) {
            Locating.failed(step, failed.server());
            goOn(step, failed.server());
        } else if (event instanceof LineEvent.DestinationLocated located) {
            calling.located(step, located);
        } else if (event instanceof LineEvent.FlowLost lost) {
            watching.flowLost(step, lost.target(), lost.how());
            standby.suspect(step, lost.target());
        } else if (event instanceof LineEvent.HealthObserved observed) {
            observed(step, observed);
        } else if (event instanceof LineEvent.LateSuccess late) {
            step.succeededAt(late.hop().target());
        } else {
            onCallOrLine(step, event);
        }
    }

    private void onCallOrLine(Step step, LineEvent event) {
        if (event instanceof LineEvent.DialAsked asked) {
            calling.dial(step, asked);
        } else if (event instanceof LineEvent.HangUpAsked asked) {
            calling.hangUp(step, asked.call());
        } else if (event instanceof LineEvent.CallOffered offered) {
            if (!step.isOff()) {
                calling.offered(step, offered);
            }
        } else if (event instanceof LineEvent.AnswerAsked asked) {
            calling.answer(step, asked.call());
        } else if (event instanceof LineEvent.CallEnded ended) {
            calling.ended(step, ended.call(), ended.why());
        } else if (event instanceof LineEvent.SubscribeAsked asked) {
            subscribing.asked(step, asked);
        } else if (event instanceof LineEvent.UnsubscribeAsked asked) {
            subscribing.notWanted(step, asked.subscription());
        } else if (event instanceof LineEvent.SubscriptionNotified notified) {
            subscribing.notified(step, notified);
        } else if (event instanceof LineEvent.SubscriptionEnded ended) {
            subscribing.endedByServer(step, ended);
        } else {
            onLine(step, event);
        }
    }

    private void onLine(Step step, LineEvent event) {
        if (event instanceof LineEvent.RegisterAsked) {
            registering.startFromFirst(step);
        } else if (event instanceof LineEvent.OptionsAsked) {
            watching.askedByHand(step);
        } else if (event instanceof LineEvent.PhoneIdle) {
            returning.phoneIdle(step);
        } else if (event instanceof LineEvent.Started) {
            life.started(step);
            heartbeats.started(step);
        } else if (event instanceof LineEvent.Configured configured) {
            onConfigured(step, configured.config());
        } else if (event instanceof LineEvent.NetworkChanged) {
            life.networkChanged(step);
        } else if (event instanceof LineEvent.PolicyChanged) {
            life.policyChanged(step);
        } else if (event instanceof LineEvent.Stopping) {
            // A binding that is left to stand is one to come back to after a restart.
            boolean leaves = step.config().unregisterOnExit();
            Optional<Hop> place = leaves ? Optional.empty() : step.state().current();
            stop(step, Status.UNREGISTERED, place, Why.SHUTDOWN);
        }
    }

    private void onOutcome(Step step, Round round, Outcome outcome) {
        switch (round.purpose()) {
            case REGISTER -> registering.ended(step, round, outcome);
            case PROBE, FAILBACK -> returning.ended(step, round, outcome);
            case STANDBY -> standby.ended(step, round, outcome);
            case REMOVE -> leaving.removed(step, round);
            case INVITE -> calling.inviteEnded(step, round, outcome);
            case BYE -> calling.byeEnded(step, round, outcome);
            case OPTIONS -> watching.optionsEnded(step, round, outcome);
            case SUBSCRIBE -> subscribing.ended(step, round, outcome);
        }
    }

    private void onProvisional(Step step, LineEvent.Provisional provisional) {
        step.state()
                .roundOf(provisional.attempt())
                .filter(round -> round.purpose() == Round.Purpose.INVITE)
                .ifPresent(round -> calling.provisional(step, round, provisional.code()));
    }

    private void observed(Step step, LineEvent.HealthObserved event) {
        if (Heartbeats.isOne(step, event)) {
            heartbeats.beat(step, event);
            leaving.answered(step, event.target());
        } else {
            watching.observed(step, event);
        }
    }

    private void onTimer(Step step, String name) {
        switch (name) {
            case Registering.REFRESH -> renew(step);
            case Registering.RETRY -> registering.start(step);
            case Dispatch.ASKING -> {
                calling.asked(step);
                subscribing.asked(step);
            }
            case Confirming.RETURN -> confirming.delayOver(step);
            case HoldDown.TRIAL -> HoldDown.lasted(step);
            case Returning.PROBE -> returning.due(step, Round.Purpose.PROBE);
            case Returning.FAILBACK -> returning.due(step, Round.Purpose.FAILBACK);
            default -> {
                if (!calling.due(step, name)) {
                    subscribing.due(step, name);
                }
            }
        }
    }

    private void renew(Step step) {
        if (returning.renews(step)) {
            registering.startFromFirstTarget(step);
        } else {
            registering.start(step);
        }
    }

    private void onConfigured(Step step, LineConfig config) {
        if (config.enabled()) {
            life.configured(step, config);
        } else {
            stop(step, Status.DISABLED, Optional.empty(), Why.CONFIGURED);
            step.change(draft -> draft.config(config));
        }
    }

    private void stop(Step step, Status status, Optional<Hop> place, Why why) {
        calling.stopAll(step);
        Optional<Round> own = step.round(Round.Purpose.REGISTER);
        leaving.stopAll(step);
        if (why.equals(Why.SHUTDOWN)) {
            subscribing.stopAll(step);
        } else {
            // Whoever subscribed still wants to when the line is in service again.
            subscribing.forgetPlaces(step);
        }
        own.ifPresent(round -> calling.unregistered(step, round.id(), new Outcome.Cancelled()));
        step.stand(status, place, why);
    }

    /** A look-up has ended: the rounds that wait for it go on. */
    private void goOn(Step step, ServerRef ref) {
        for (Round round : step.state().rounds().values()) {
            boolean waits = round.attempt().isEmpty() && round.waitsFor().isEmpty();
            if (waits && round.purpose() == Round.Purpose.REGISTER) {
                registering.advance(step, round, new Outcome.Cancelled(), true);
            } else if (waits && Returning.isWay(round.purpose())) {
                returning.advance(step, round, true);
            } else if (waits && round.purpose() == Round.Purpose.STANDBY) {
                standby.advance(step, round, true);
            }
        }
        calling.located(step, ref);
        subscribing.located(step, ref);
    }

    /** What follows the line when it moves or falls. */
    private final class Followers implements Registering.Waiters {
        @Override
        public void ready(Step step, long round) {
            calling.ready(step, round);
            subscribing.ready(step, round);
        }

        @Override
        public void failed(Step step, long round, Outcome outcome) {
            calling.unregistered(step, round, outcome);
            subscribing.unregistered(step, round, outcome);
        }

        @Override
        public void left(Step step, Registration binding) {
            leaving.leave(step, binding);
        }
    }
}
