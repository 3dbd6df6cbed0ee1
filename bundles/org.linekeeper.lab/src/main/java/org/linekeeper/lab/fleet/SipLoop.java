// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a fleet's signalling; what comes after the end is dropped. */
final class SipLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    SipLoop() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "lab-fleet-sip");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Milliseconds that never go backwards. */
    long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    void run(Runnable task) {
        after(0, task);
    }

    /** Runs a task later, unless what is given is called before. */
    Runnable after(long delayMs, Runnable task) {
        try {
            var future = executor.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException bug) {
                LOG.error("the signalling goes on after a fault", bug);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
