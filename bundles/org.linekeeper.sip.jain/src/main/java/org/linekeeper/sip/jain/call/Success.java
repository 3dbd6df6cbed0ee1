// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Timers;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/**
 * Our 2xx to an INVITE: sent again and again, over every transport, until its ACK comes (RFC 3261
 * section 13.3.1.4).
 */
final class Success {
    private final ServerTransaction transaction;
    private final Timers timers;
    private final Scheduler scheduler;
    private final Consumer<SipRequest> acknowledged;
    private final Runnable silence;
    private final long endMs;
    private long intervalMs;
    private boolean done;
    private Optional<Scheduler.Timer> next = Optional.empty();

    /**
     * Begins to repeat a 2xx that was just sent.
     *
     * @param acknowledged gets the ACK
     * @param silence runs when none came in 64 × T1
     */
    Success(
            ServerTransaction transaction,
            Timers timers,
            Scheduler scheduler,
            Consumer<SipRequest> acknowledged,
            Runnable silence) {
        this.transaction = transaction;
        this.timers = timers;
        this.scheduler = scheduler;
        this.acknowledged = acknowledged;
        this.silence = silence;
        this.endMs = scheduler.nowMs() + timers.wholeTimeMs();
        this.intervalMs = timers.t1Ms();
        schedule();
    }

    void received(SipRequest ack) {
        boolean mine = ack.cseq().number() == transaction.request().cseq().number();
        if (mine && !done) {
            stop();
            acknowledged.accept(ack);
        }
    }

    void stop() {
        done = true;
        next.ifPresent(Scheduler.Timer::cancel);
    }

    private void schedule() {
        long leftMs = endMs - scheduler.nowMs();
        next = Optional.of(scheduler.schedule(Math.min(intervalMs, leftMs), this::again));
    }

    private void again() {
        if (scheduler.nowMs() >= endMs) {
            stop();
            silence.run();
        } else {
            transaction.sendAgain();
            intervalMs = Math.min(2 * intervalMs, timers.t2Ms());
            schedule();
        }
    }
}
