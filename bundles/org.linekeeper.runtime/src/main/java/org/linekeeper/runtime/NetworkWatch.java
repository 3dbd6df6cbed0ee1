// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the device's addresses changed, or that it slept: its wall clock then runs ahead of
 * the one that stands still in sleep.
 */
final class NetworkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
    private static final long PERIOD_MS = 2000;
    private static final long SLEPT_MS = 20_000;

    private final Supplier<Set<String>> addresses;
    private final LongSupplier wallAheadMs;
    private final Runnable changed;
    private Set<String> last;
    private long lastAheadMs;

    /**
     * A watch.
     *
     * @param addresses by which others reach this device; a change of these is one of the network
     * @param wallAheadMs how far the wall clock is ahead of the monotonic one
     * @param changed is told of a change
     */
    NetworkWatch(Supplier<Set<String>> addresses, LongSupplier wallAheadMs, Runnable changed) {
        this.addresses = addresses;
        this.wallAheadMs = wallAheadMs;
        this.changed = changed;
        this.last = addresses.get();
        this.lastAheadMs = wallAheadMs.getAsLong();
    }

    /** The watch on this machine. */
    static NetworkWatch ofMachine(Runnable changed) {
        return new NetworkWatch(
                MachineAddresses::now,
                () -> System.currentTimeMillis() - System.nanoTime() / 1_000_000,
                changed);
    }

    void start(ScheduledExecutorService timers) {
        timers.scheduleWithFixedDelay(this::lookOn, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** The same on a timer, where a throw would end the watch for good. */
    void lookOn() {
        try {
            look();
        } catch (RuntimeException bug) {
            LOG.error("a change of the network was not taken up", bug);
        }
    }

    /** Compares with the last look. */
    void look() {
        Set<String> now = addresses.get();
        long ahead = wallAheadMs.getAsLong();
        boolean slept = ahead - lastAheadMs > SLEPT_MS;
        boolean moved = !now.equals(last);
        if (moved || slept) {
            LOG.info(
                    "{}: the lines register anew",
                    moved ? "local addresses changed to " + now : "the device woke up");
        }
        last = now;
        lastAheadMs = ahead;
        if (moved || slept) {
            changed.run();
        }
    }
}
