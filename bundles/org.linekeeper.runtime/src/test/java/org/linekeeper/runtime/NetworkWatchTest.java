// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {
    private Set<String> addresses = Set.of("127.0.0.1", "192.0.2.7");
    private long wallAheadMs = 1_700_000_000_000L;
    private final AtomicInteger changes = new AtomicInteger();
    private final NetworkWatch watch =
            new NetworkWatch(() -> addresses, () -> wallAheadMs, changes::incrementAndGet);

    @Test
    void asLongAsNothingChangesNothingIsSaid() {
        for (int i = 0; i < 10; i++) {
            watch.look();
        }
        assertThat(changes).hasValue(0);
    }

    @Test
    void aChangeOfAddressesIsSaidOnce() {
        addresses = Set.of("127.0.0.1", "192.0.2.8");
        watch.look();
        watch.look();
        assertThat(changes).hasValue(1);
        addresses = Set.of("127.0.0.1");
        watch.look();
        assertThat(changes).hasValue(2);
    }

    @Test
    void moreThanTwentySecondsOfSleepAreAChange() {
        wallAheadMs += 20_000;
        watch.look();
        assertThat(changes).hasValue(0);
        wallAheadMs += 20_001;
        watch.look();
        watch.look();
        assertThat(changes).hasValue(1);
    }

    @Test
    void aClockThatDriftsIsNoSleep() {
        for (int i = 0; i < 1_000; i++) {
            wallAheadMs += 500;
            watch.look();
        }
        assertThat(changes).hasValue(0);
    }

    @Test
    void aClockSetBackIsNoSleep() {
        wallAheadMs -= 3_600_000;
        watch.look();
        assertThat(changes).hasValue(0);
    }

    @Test
    void aFaultInWhoIsToldDoesNotEndTheWatch() {
        AtomicInteger told = new AtomicInteger();
        AtomicInteger flapping = new AtomicInteger();
        NetworkWatch failing =
                new NetworkWatch(
                        () -> Set.of("192.0.2." + flapping.incrementAndGet()),
                        () -> 0,
                        () -> {
                            told.incrementAndGet();
                            throw new IllegalStateException("a fault");
                        });
        failing.lookOn();
        failing.lookOn();
        assertThat(told).hasValue(2);
    }
}
