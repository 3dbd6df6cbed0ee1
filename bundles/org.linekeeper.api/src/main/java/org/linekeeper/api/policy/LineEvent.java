// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;

/** What can happen to a line. A policy ignores the events that it does not know. */
public sealed interface LineEvent {
    /** The line starts, with a fresh state or with the one stored before a restart. */
    record Started() implements LineEvent {}

    /** The configuration changed; the state still holds the old one. */
    record Configured(LineConfig config) implements LineEvent {}

    /** A look-up gave targets, at least one. */
    record TargetsLocated(ServerRef server, TargetSet targets) implements LineEvent {}

    /** A look-up gave nothing. */
    record LocateFailed(ServerRef server, String detail) implements LineEvent {}

    /** The look-up of a call plan's destination has ended; no targets = its name leads nowhere. */
    record DestinationLocated(CallPlan.Destination destination, List<Target> targets)
            implements LineEvent {
        public DestinationLocated {
            Objects.requireNonNull(destination);
            targets = List.copyOf(targets);
        }
    }

    /** The one outcome of an attempt. */
    record AttemptEnded(long attempt, Outcome outcome) implements LineEvent {
        public AttemptEnded {
            Objects.requireNonNull(outcome);
        }
    }

    /** A provisional response, 100 to 199: the target is alive. */
    record Provisional(long attempt, int code) implements LineEvent {}

    /**
     * A 2xx came after its attempt had ended; the signalling has already undone it (an INVITE by
     * ACK and BYE, a REGISTER by removing the binding).
     */
    record LateSuccess(String method, Hop hop) implements LineEvent {}

    /** A transport error outside any attempt: a closed connection, ICMP on a keep-alive. */
    record FlowLost(Target target, Outcome.Unreachable how) implements LineEvent {}

    /** Something was learnt of a target's health without an attempt of this line. */
    record HealthObserved(Target target, Outcome verdict, Source source) implements LineEvent {
        /** Who learnt it. */
        public enum Source {
            /** OPTIONS that this line watches the target with. */
            WATCH,
            /** An attempt of another line: transport verdicts only, never responses. */
            OTHER_LINE
        }
    }

    /** A timer's time has come; it no longer runs. */
    record TimerFired(String name) implements LineEvent {}

    /** The user asks for a registration by hand. */
    record RegisterAsked() implements LineEvent {}

    /** The user asks for an OPTIONS by hand. */
    record OptionsAsked() implements LineEvent {}

    /** The user dials. */
    record DialAsked(String call, CallPlan plan) implements LineEvent {}

    /** The user answers a call that rings here. */
    record AnswerAsked(String call) implements LineEvent {}

    /** The user hangs up, or refuses a call that rings here. */
    record HangUpAsked(String call) implements LineEvent {}

    /** A call rings here; {@code from} is the caller's URI. */
    record CallOffered(String call, String from, Optional<Hop> hop) implements LineEvent {}

    /** The other side ended a call, or a call that rang here was cancelled. */
    record CallEnded(String call, String why) implements LineEvent {}

    /** The user wants a subscription; {@code to} empty = to the line's own address-of-record. */
    record SubscribeAsked(String subscription, String event, String to) implements LineEvent {}

    /** The user wants a subscription no longer. */
    record UnsubscribeAsked(String subscription) implements LineEvent {}

    /**
     * A NOTIFY says how a subscription stands.
     *
     * @param active whether it is in force, else it is pending
     * @param expiresSeconds what remains of it, if the NOTIFY says so
     */
    record SubscriptionNotified(String subscription, boolean active, OptionalInt expiresSeconds)
            implements LineEvent {}

    /**
     * A NOTIFY ended a subscription (RFC 6665 section 4.1.3).
     *
     * @param why the reason of its Subscription-State; may be empty
     * @param retryAfterSeconds when to ask anew, if the NOTIFY says so
     */
    record SubscriptionEnded(String subscription, String why, OptionalInt retryAfterSeconds)
            implements LineEvent {}

    /** The last call of the phone is over, on whatever line it was. */
    record PhoneIdle() implements LineEvent {}

    /** The device's addresses or routes changed, or it woke up. */
    record NetworkChanged() implements LineEvent {}

    /** Another policy decides from now on: start timers that are missing, change nothing else. */
    record PolicyChanged() implements LineEvent {}

    /** The phone stops: remove bindings and end calls, as far as the little time left allows. */
    record Stopping() implements LineEvent {}
}
