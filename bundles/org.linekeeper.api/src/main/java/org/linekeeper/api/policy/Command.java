// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.policy;

import java.time.Duration;
import java.util.Objects;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;

/** What a policy wants done. Data only; the runtime does it, in order, after the state is kept. */
public sealed interface Command {
    /**
     * Sends one request to one hop; exactly one {@link LineEvent.AttemptEnded} follows.
     *
     * @param attempt a number never used before on this line
     * @param what the request
     * @param hop where to
     * @param budget how long it may stay without an answer
     */
    record Send(long attempt, Request what, Hop hop, Budget budget) implements Command {
        public Send {
            Objects.requireNonNull(what);
            Objects.requireNonNull(hop);
            Objects.requireNonNull(budget);
        }
    }

    /**
     * Stops an attempt. An INVITE that has had a provisional response is cancelled on the wire; its
     * outcome is Cancelled when the CANCEL was answered, else that of the CANCEL.
     *
     * @param attempt a live attempt
     */
    record Cancel(long attempt) implements Command {}

    /** Looks a server or proxy up; TargetsLocated or LocateFailed follows. */
    record Locate(ServerRef server) implements Command {}

    /**
     * Looks up the host that a destination's URI names; DestinationLocated follows.
     *
     * @param destination of a call that the state holds, with a transport of its own
     */
    record LocateDestination(CallPlan.Destination destination) implements Command {
        public LocateDestination {
            if (destination.transport().isEmpty()) {
                throw new IllegalArgumentException("the line's own servers are no destination");
            }
        }
    }

    /**
     * Sends OPTIONS to a target again and again; HealthObserved follows each time. All lines on a
     * target share one stream, at the shortest interval asked for.
     *
     * @param hop the target, and whose domain the request carries
     * @param interval between two requests
     * @param budget how long each may stay without an answer
     */
    record Watch(Hop hop, Duration interval, Budget budget) implements Command {}

    /** Ends this line's part in the OPTIONS to a target. */
    record Unwatch(Target target) implements Command {}

    /**
     * Starts a timer, or starts it anew.
     *
     * @param name unique in the line
     * @param delay the least time until TimerFired
     * @param spread the runtime adds a part of it, drawn evenly; ZERO = exactly {@code delay}
     */
    record StartTimer(String name, Duration delay, Duration spread) implements Command {
        public StartTimer {
            if (delay.isNegative() || spread.isNegative()) {
                throw new IllegalArgumentException("timer " + name + " would fire in the past");
            }
        }
    }

    /** Ends a timer, if it runs. */
    record CancelTimer(String name) implements Command {}

    /** Answers a call that rings here. */
    record AnswerCall(String call) implements Command {}

    /**
     * Ends a call for the user at once, media included: a ringing incoming one is refused with
     * {@code code}. The dialog stays known until its BYE has an outcome.
     *
     * @param call the call
     * @param code for a call that rings here, 400 to 699; else without meaning
     * @param why a few words for people
     */
    record EndCall(String call, int code, String why) implements Command {}
}
