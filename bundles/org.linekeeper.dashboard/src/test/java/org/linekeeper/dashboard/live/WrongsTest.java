// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.fleet.Freshness;

class WrongsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final Wrongs wrongs = new Wrongs();

    private void gap(String tenant, String phone, long seconds) {
        wrongs.gap(new DeviceName(tenant, phone), START.plusSeconds(seconds));
    }

    private Optional<Integer> phonesAt(long seconds) {
        Freshness live = new Freshness(Freshness.State.LIVE, Optional.empty());
        return wrongs.at(START.plusSeconds(seconds), List.of(), List.of(), live).stream()
                .filter(wrong -> wrong.kind() == Kind.HISTORY_GAP)
                .map(Condition::phones)
                .findFirst();
    }

    @Test
    void aPhoneWithThreeGapsIsOnePhone() {
        assertThat(phonesAt(0)).isEmpty();
        gap("a", "x0", 0);
        gap("a", "x0", 1_000);
        gap("a", "x0", 500);
        assertThat(phonesAt(1_000)).contains(1);
        gap("b", "x0", 2_000);
        assertThat(phonesAt(2_000)).contains(2);
        assertThat(phonesAt(4_600)).as("an hour after its last gap").contains(2);
        assertThat(phonesAt(4_601)).contains(1);
        assertThat(phonesAt(5_601)).isEmpty();
    }

    @Test
    void gapsOfAllPhonesTakeNoMoreThanTheirPlace() {
        for (int i = 0; i < 20_000; i++) {
            gap("a", "x" + i, 0);
        }
        assertThat(phonesAt(0)).contains(10_000);
        gap("a", "x0", 3_000);
        assertThat(phonesAt(3_601)).contains(1);
    }
}
