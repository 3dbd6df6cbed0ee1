// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScaledClockTest {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timers.shutdownNow();
    }

    @Test
    void oneMomentHasOneTimeOfDayHoweverOftenItIsAskedFor() {
        ScaledClock clock = new ScaledClock(timers, 20);
        Instant first = clock.wallAt(12_345);
        for (int i = 0; i < 10_000; i++) {
            assertThat(clock.wallAt(12_345)).isEqualTo(first);
        }
    }

    @Test
    void theWallClockGoesOnAtItsOwnPace() {
        ScaledClock clock = new ScaledClock(timers, 20);
        assertThat(Duration.between(clock.wallAt(0), clock.wallAt(20_000))).hasSeconds(1);
        assertThat(Duration.between(clock.wallAt(clock.nowMs()), Instant.now()).abs())
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whenTheDeviceHasStoppedNothingIsWaitedForAndThatIsNoFault() {
        timers.shutdownNow();
        ScaledClock clock = new ScaledClock(timers, 1);
        assertThatCode(() -> clock.schedule(0, () -> {}).cancel()).doesNotThrowAnyException();
    }

    @Test
    void aTimerComesAsMuchEarlierAsTheClockIsFaster() throws Exception {
        ScaledClock clock = new ScaledClock(timers, 1000);
        var fired = new java.util.concurrent.CountDownLatch(1);
        clock.schedule(20_000, fired::countDown);
        assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
