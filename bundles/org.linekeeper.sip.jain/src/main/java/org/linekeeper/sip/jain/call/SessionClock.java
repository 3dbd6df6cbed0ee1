// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.sip.jain.net.Scheduler;

/**
 * Tells when a session is to be refreshed, and when it is over: at half of its time, and the lesser
 * of 32 seconds and a third of it before its end (RFC 4028 section 10).
 */
final class SessionClock {
    private static final long MOST_LEEWAY_MS = 32_000;
    private static final long PAUSE_MS = 5_000;

    private final Scheduler scheduler;
    private final Runnable refresh;
    private final Runnable lapse;
    private Optional<Scheduler.Timer> due = Optional.empty();
    private Optional<Scheduler.Timer> end = Optional.empty();
    private long endMs;

    SessionClock(Scheduler scheduler, Runnable refresh, Runnable lapse) {
        this.scheduler = scheduler;
        this.refresh = refresh;
        this.lapse = lapse;
    }

    /** The session's time begins anew. */
    void start(SessionTerms terms) {
        stop();
        long wholeMs = 1000L * Math.max(SessionTimers.MIN_SECONDS, terms.seconds());
        long leftMs = wholeMs - Math.min(MOST_LEEWAY_MS, wholeMs / 3);
        endMs = scheduler.nowMs() + leftMs;
        end = Optional.of(scheduler.schedule(leftMs, lapse));
        if (terms.weRefresh()) {
            due = Optional.of(scheduler.schedule(wholeMs / 2, refresh));
        }
    }

    /** A refresh failed: another one at half of what is left, unless that is too little. */
    void tryAgain() {
        long delayMs = Math.max(PAUSE_MS, (endMs - scheduler.nowMs()) / 2);
        due.ifPresent(Scheduler.Timer::cancel);
        if (end.isPresent() && scheduler.nowMs() + delayMs < endMs) {
            due = Optional.of(scheduler.schedule(delayMs, refresh));
        }
    }

    void stop() {
        due.ifPresent(Scheduler.Timer::cancel);
        end.ifPresent(Scheduler.Timer::cancel);
        due = Optional.empty();
        end = Optional.empty();
    }
}
