// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The machine's clock, running {@code scale} times as fast. Intervals and expiries shrink with it;
 * SIP timers do not, because {@link TimeScale} stretches them first.
 */
final class ScaledClock implements DeviceClock {
    private static final long CLOCK_WAS_SET_MS = 100;

    private final ScheduledExecutorService timers;
    private final double scale;
    private final long startNs = System.nanoTime();

    /** Wall clock time, in ms, at which {@link #nowMs} was 0. */
    private final AtomicLong wallStartMs = new AtomicLong();

    ScaledClock(ScheduledExecutorService timers, double scale) {
        this.timers = timers;
        this.scale = scale;
    }

    @Override
    public long nowMs() {
        return (long) ((System.nanoTime() - startNs) * scale / 1_000_000);
    }

    @Override
    public Instant wallAt(long ms) {
        long start = System.currentTimeMillis() - (long) (nowMs() / scale);
        // Read anew only when the wall clock was set: one moment must not get two times of day.
        long wall =
                wallStartMs.updateAndGet(
                        last -> Math.abs(start - last) < CLOCK_WAS_SET_MS ? last : start);
        return Instant.ofEpochMilli(wall + (long) (ms / scale));
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        long micros = (long) Math.ceil(delayMs * 1000 / scale);
        try {
            ScheduledFuture<?> future = timers.schedule(task, micros, TimeUnit.MICROSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException stopped) {
            // An event of a device that has just stopped: it waits for nothing any more.
            return () -> {};
        }
    }

    @Override
    public double scale() {
        return scale;
    }
}
