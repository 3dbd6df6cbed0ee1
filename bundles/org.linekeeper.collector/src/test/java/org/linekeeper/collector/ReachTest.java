// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.CollectorHealth.Way;

class ReachTest {
    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final Reach reach = new Reach("a.example:1883", nowMs::get);

    private Way way(boolean open, long sinceMs, Optional<String> trouble) {
        return new Way("a.example:1883", open, Instant.ofEpochMilli(sinceMs), trouble);
    }

    @Test
    void sinceIsWhenItChangedAndTheLastTroubleCounts() {
        assertThat(reach.way()).isEqualTo(way(false, 1_000, Optional.empty()));
        nowMs.set(2_000);
        reach.away("refused");
        assertThat(reach.way()).isEqualTo(way(false, 1_000, Optional.of("refused")));
        reach.open();
        nowMs.set(3_000);
        reach.open();
        assertThat(reach.way()).isEqualTo(way(true, 2_000, Optional.empty()));
        nowMs.set(4_000);
        reach.away("killed");
        nowMs.set(5_000);
        reach.away("refused");
        assertThat(reach.way()).isEqualTo(way(false, 4_000, Optional.of("refused")));
    }
}
