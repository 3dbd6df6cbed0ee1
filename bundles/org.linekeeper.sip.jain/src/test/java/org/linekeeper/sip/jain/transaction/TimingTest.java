// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Timers;

class TimingTest {
    @ParameterizedTest
    @CsvSource({
        "1,500,500",
        "2,1500,1500",
        "3,3500,3500",
        "4,7500,7500",
        "5,11500,15500",
        "6,15500,31500"
    })
    void theVerdictFallsWhenTheNextSendWouldBeDue(int sends, long nonInvite, long invite) {
        assertThat(verdict(false, Budget.sends(sends))).isEqualTo(nonInvite);
        assertThat(verdict(true, Budget.sends(sends))).isEqualTo(invite);
    }

    @Test
    void withoutACountItIsTheWholeTime() {
        assertThat(verdict(false, Budget.WHOLE)).isEqualTo(32_000);
        assertThat(verdict(true, Budget.WHOLE)).isEqualTo(32_000);
    }

    @Test
    void ofCountAndDurationTheEarlierCounts() {
        Budget short3 = new Budget(OptionalInt.of(4), OptionalLong.of(1000));
        Budget long3 = new Budget(OptionalInt.of(2), OptionalLong.of(60_000));
        assertThat(verdict(true, short3)).isEqualTo(1000);
        assertThat(verdict(true, long3)).isEqualTo(1500);
        assertThat(verdict(true, Budget.durationMs(60_000))).isEqualTo(60_000);
    }

    @Test
    void noCountIsTooLargeToReckonWith() {
        assertThat(verdict(true, Budget.sends(Integer.MAX_VALUE))).isPositive();
        assertThat(verdict(false, Budget.sends(Integer.MAX_VALUE))).isPositive();
    }

    private static long verdict(boolean invite, Budget budget) {
        return Timing.verdictMs(Timers.RFC3261, invite, budget);
    }
}
