// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BusyLinesTest {
    private final AtomicInteger idle = new AtomicInteger();
    private final BusyLines busy = new BusyLines(idle::incrementAndGet);

    @Test
    void aLinesOwnCallIsNotElsewhere() {
        assertThat(busy.elsewhere(1)).isFalse();
        busy.set(1, true);
        assertThat(busy.elsewhere(1)).isFalse();
        assertThat(busy.elsewhere(2)).isTrue();
        busy.set(2, true);
        assertThat(busy.elsewhere(1)).isTrue();
    }

    @Test
    void onlyTheLastCallsEndIsToldAndOnce() {
        busy.set(1, false);
        busy.set(1, true);
        busy.set(1, true);
        busy.set(2, true);
        busy.set(1, false);
        assertThat(idle).hasValue(0);
        busy.set(2, false);
        busy.set(2, false);
        assertThat(idle).hasValue(1);
    }

    @Test
    void whoIsToldSeesAnIdlePhone() {
        AtomicBoolean seen = new AtomicBoolean(true);
        BusyLines[] self = new BusyLines[1];
        self[0] = new BusyLines(() -> seen.set(self[0].elsewhere(2)));
        self[0].set(1, true);
        self[0].set(1, false);
        assertThat(seen).isFalse();
    }

    /** One line after another would be seen idle, each at its own moment. */
    @Test
    void aPhoneOnWhichACallAlwaysLivesIsNeverSeenIdle() throws InterruptedException {
        busy.set(1, true);
        AtomicBoolean done = new AtomicBoolean();
        Thread calls =
                new Thread(
                        () -> {
                            for (int i = 0; i < 100_000; i++) {
                                busy.set(2, true);
                                busy.set(1, false);
                                busy.set(1, true);
                                busy.set(2, false);
                            }
                            done.set(true);
                        });
        calls.start();
        int misses = 0;
        while (!done.get()) {
            misses += busy.elsewhere(3) ? 0 : 1;
        }
        calls.join(10_000);
        assertThat(misses).isZero();
        assertThat(idle).hasValue(0);
    }
}
