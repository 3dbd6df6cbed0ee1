// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Duration;
import java.time.Instant;
import org.linekeeper.testkit.VirtualClock;

/** The device's clock in virtual time; its wall clock can be set, as people and NTP do. */
final class TestClock implements DeviceClock {
    private final VirtualClock time = new VirtualClock();
    private final double scale;
    private Instant wallAtStart = Instant.parse("2026-03-01T12:00:00Z");

    TestClock() {
        this(1);
    }

    TestClock(double scale) {
        this.scale = scale;
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    void advanceMs(long ms) {
        time.advance(Duration.ofMillis(ms));
    }

    void setWall(Instant now) {
        wallAtStart = now.minusMillis(nowMs());
    }

    boolean isIdle() {
        return time.nextMs().isEmpty();
    }

    @Override
    public long nowMs() {
        return time.nowMs();
    }

    @Override
    public Instant wallAt(long ms) {
        return wallAtStart.plusMillis(ms);
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        return time.schedule(delayMs, task)::cancel;
    }

    @Override
    public double scale() {
        return scale;
    }
}
