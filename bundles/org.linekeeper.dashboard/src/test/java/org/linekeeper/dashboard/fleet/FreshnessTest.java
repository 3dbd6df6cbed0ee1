// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.dashboard.fleet.Freshness.State;

class FreshnessTest {
    private static final Instant START = Told.START;

    private static Freshness at(long seconds, boolean broker, boolean database, int online) {
        Standing standing =
                new Standing(way(broker), way(database), Optional.of(START), 0, 0, 0, Map.of());
        return Freshness.of(Optional.of(standing), online, START, START.plusSeconds(seconds));
    }

    private static Way way(boolean open) {
        return new Way("x", open, START, Optional.empty());
    }

    @Test
    void phonesThatSpeakEachFiveMinutesAreNotMissedInBetween() {
        assertThat(at(400, true, true, 203).state()).isEqualTo(State.LIVE);
        assertThat(at(421, true, true, 203))
                .isEqualTo(new Freshness(State.STALE, Optional.of("silence")));
        assertThat(at(9_999, true, true, 0).state()).as("nobody is there").isEqualTo(State.LIVE);
    }

    @Test
    void whatIsAwayAtTheStartMayStillCome() {
        assertThat(at(9, false, true, 1))
                .isEqualTo(new Freshness(State.STALE, Optional.of("starting")));
        assertThat(at(10, false, true, 1))
                .isEqualTo(new Freshness(State.BLIND, Optional.of("broker_away")));
        assertThat(at(10, true, false, 1))
                .isEqualTo(new Freshness(State.BLIND, Optional.of("database_away")));
        assertThat(Freshness.of(Optional.empty(), 1, START, START.plusSeconds(10)).why())
                .contains("collector_away");
    }
}
