// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Timers;

/** RFC 3261 section 17.1.2.2, and what a budget means. */
class ScheduleTest {
    @Test
    void pausesDoubleUpToT2() {
        assertThat(IntStream.rangeClosed(1, 6).mapToLong(n -> Schedule.pauseMs(Timers.RFC3261, n)))
                .containsExactly(500L, 1000L, 2000L, 4000L, 4000L, 4000L);
        assertThat(Schedule.pauseMs(new Timers(500, 500, 5000), 1)).isEqualTo(500);
    }

    @Test
    void theVerdictFallsWhenTheNextSendWouldBeDue() {
        assertThat(Schedule.verdictMs(Timers.RFC3261, Budget.sends(1))).isEqualTo(500);
        assertThat(Schedule.verdictMs(Timers.RFC3261, Budget.sends(3))).isEqualTo(3_500);
        assertThat(Schedule.verdictMs(Timers.RFC3261, Budget.sends(4))).isEqualTo(7_500);
    }

    @Test
    void theEarlierOfCountAndTimeCountsAndWithNeitherTheWholeTime() {
        Budget both = new Budget(OptionalInt.of(3), OptionalLong.of(1_200));
        assertThat(Schedule.verdictMs(Timers.RFC3261, both)).isEqualTo(1_200);
        assertThat(Schedule.verdictMs(Timers.RFC3261, Budget.durationMs(9_000))).isEqualTo(9_000);
        assertThat(Schedule.verdictMs(Timers.RFC3261, Budget.WHOLE)).isEqualTo(32_000);
    }
}
