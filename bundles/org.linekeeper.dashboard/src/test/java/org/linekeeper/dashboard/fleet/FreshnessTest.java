// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.dashboard.fleet.Freshness.State;

class FreshnessTest {
    private static Freshness at(long seconds, boolean broker, boolean database, boolean awaited) {
        Standing standing =
                new Standing(way(broker), way(database), Optional.empty(), 0, 0, 0, Map.of());
        Duration up = Duration.ofSeconds(seconds);
        return Freshness.of(standing, awaited, up, up);
    }

    private static Way way(boolean open) {
        return new Way("x", open, Told.START, Optional.empty());
    }

    @Test
    void phonesThatSpeakEachFiveMinutesAreNotMissedInBetween() {
        assertThat(at(400, true, true, true).state()).isEqualTo(State.LIVE);
        assertThat(at(421, true, true, true))
                .isEqualTo(new Freshness(State.STALE, Optional.of("silence")));
        assertThat(at(9_999, true, true, false).state()).as("nobody").isEqualTo(State.LIVE);
    }

    @Test
    void whatIsAwayAtTheStartMayStillCome() {
        assertThat(at(9, false, true, true))
                .isEqualTo(new Freshness(State.STALE, Optional.of("starting")));
        assertThat(at(10, false, true, true))
                .isEqualTo(new Freshness(State.BLIND, Optional.of("broker_away")));
        assertThat(at(10, true, false, true))
                .isEqualTo(new Freshness(State.BLIND, Optional.of("database_away")));
    }

    @Test
    void onlyAFarewellLetsNobodyWaitForAPhone() {
        Fleet fleet = new Fleet();
        Told phone = Told.by("x");
        fleet.take(phone.birth());
        assertThat(fleet.phone(phone.name()).orElseThrow().isAwaited()).isTrue();
        fleet.take(phone.connected(false, "lwt", "s1", false));
        assertThat(fleet.phone(phone.name()).orElseThrow().isAwaited()).isTrue();
        fleet.take(phone.connected(false, "shutdown", "s1", false));
        assertThat(fleet.phone(phone.name()).orElseThrow().isAwaited()).isFalse();
    }
}
