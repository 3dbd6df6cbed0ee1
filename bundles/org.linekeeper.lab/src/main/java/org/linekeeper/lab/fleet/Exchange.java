// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Timers;
import org.linekeeper.lab.sip.SipMessage;

/**
 * One request over UDP and what becomes of it (RFC 3261 section 17.1.2). Used on the loop's thread.
 */
final class Exchange {
    private final SipMessage request;
    private final Timers timers;
    private final Budget budget;
    private final SipLoop loop;
    private final User user;
    private Runnable repetition = () -> {};
    private Runnable verdict = () -> {};
    private long startMs;
    private int sends;
    private boolean proceeding;
    private boolean over;

    /** Whose request it is. */
    interface User {
        /** Puts it on the wire. */
        void transmit(SipMessage request, boolean again);

        void provisional(SipMessage response);

        /** The first final response. */
        void answered(SipMessage response);

        /** Nothing came in time, or nobody listens there. */
        void failed(Outcome outcome);

        /** A final response to what was given up. */
        void late(SipMessage response);

        /** It is over for good; nothing that comes belongs to it any more. */
        void gone();
    }

    Exchange(SipMessage request, Timers timers, Budget budget, SipLoop loop, User user) {
        this.request = request;
        this.timers = timers;
        this.budget = budget;
        this.loop = loop;
        this.user = user;
    }

    void start() {
        startMs = loop.nowMs();
        verdict = loop.after(Schedule.verdictMs(timers, budget), this::giveUp);
        transmit();
    }

    private void transmit() {
        sends++;
        user.transmit(request, sends > 1);
        if (over) {
            return;
        }
        long pauseMs = proceeding ? timers.t2Ms() : Schedule.pauseMs(timers, sends);
        long passedMs = loop.nowMs() - startMs;
        // What would be due with the verdict is not sent: n sends are n sends.
        if (proceeding || passedMs + pauseMs < Schedule.verdictMs(timers, budget)) {
            repetition = loop.after(pauseMs, this::transmit);
        }
    }

    void received(SipMessage response) {
        boolean last = response.code() >= 200;
        if (over) {
            if (last) {
                user.late(response);
            }
        } else if (last) {
            end();
            user.answered(response);
        } else {
            if (!proceeding) {
                proceeding = true;
                verdict.run();
                long leftMs = timers.wholeTimeMs() - (loop.nowMs() - startMs);
                verdict = loop.after(Math.max(0, leftMs), this::giveUp);
            }
            user.provisional(response);
        }
    }

    private void giveUp() {
        broken(new Outcome.NoAnswer(sends, loop.nowMs() - startMs));
    }

    /** Ends it with this outcome, unless it is over; gives whether it was not. */
    boolean broken(Outcome outcome) {
        if (over) {
            return false;
        }
        end();
        user.failed(outcome);
        return true;
    }

    private void end() {
        over = true;
        repetition.run();
        verdict.run();
        loop.after(timers.wholeTimeMs(), user::gone);
    }
}
