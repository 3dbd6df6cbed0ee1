// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a thread that waits too long for a client. The interrupt closes the client's channel,
 * in a read and in a write alike, which the JDK's server has no time-out for.
 */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor clock;

    Watchdog() {
        clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "linekeeper-http-watchdog");
                            thread.setDaemon(true);
                            return thread;
                        },
                        // After the end nobody is watched any more, and nobody minds.
                        new ThreadPoolExecutor.DiscardPolicy());
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Watches the calling thread until the watch is closed, by that same thread. */
    Watch watch(Duration limit) {
        return new Watch(Thread.currentThread(), limit);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** One wait for a client. */
    final class Watch implements AutoCloseable {
        private final Thread thread;
        private final Future<?> alarm;
        private boolean over;

        private Watch(Thread thread, Duration limit) {
            this.thread = thread;
            this.alarm = clock.schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void cut() {
            if (!over) {
                thread.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            alarm.cancel(false);
            // One that came between the last read or write and now has hurt nobody.
            Thread.interrupted();
        }
    }
}
