// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;

class PoliciesTest {
    private final FailoverPolicy low = (state, event) -> Decision.unchanged(state);
    private final FailoverPolicy middle = (state, event) -> Decision.unchanged(state);
    private final FailoverPolicy high = (state, event) -> Decision.unchanged(state);
    private final AtomicInteger changes = new AtomicInteger();
    private final Policies policies = new Policies(changes::incrementAndGet);

    @Test
    void theHighestRankedComesFirstInWhateverOrderTheyCome() {
        policies.add(middle, "middle", 0);
        policies.add(high, "high", 10);
        policies.add(low, "low", -1000);
        assertThat(policies.usable()).containsExactly(high, middle, low);
        policies.remove(high);
        assertThat(policies.usable()).containsExactly(middle, low);
    }

    @Test
    void aChangeIsToldOnlyWhenAnotherOneDecides() {
        policies.add(middle, "middle", 0);
        assertThat(changes).hasValue(1);
        policies.add(low, "low", -1000);
        assertThat(changes).hasValue(1);
        policies.add(high, "high", 10);
        assertThat(changes).hasValue(2);
        policies.remove(middle);
        assertThat(changes).hasValue(2);
        policies.remove(high);
        assertThat(changes).hasValue(3);
        policies.remove(low);
        assertThat(changes).hasValue(3);
    }

    @Test
    void threeFailuresBarAPolicyAndTheNextOneIsTold() {
        policies.add(high, "high", 10);
        policies.add(low, "low", 0);
        fail(high, 2);
        assertThat(policies.usable()).containsExactly(high, low);
        assertThat(policies.deciding()).contains("high");
        assertThat(changes).hasValue(1);
        fail(high, 1);
        assertThat(policies.usable()).containsExactly(low);
        assertThat(policies.deciding()).contains("low");
        assertThat(changes).hasValue(2);
    }

    @Test
    void theLastOneIsNeverBarred() {
        policies.add(high, "high", 10);
        policies.add(low, "low", 0);
        fail(low, 5);
        assertThat(policies.usable()).containsExactly(high);
        fail(high, 3);
        assertThat(policies.usable()).containsExactly(low);
    }

    @Test
    void aPolicyThatComesAgainStartsWithACleanSlate() {
        policies.add(high, "high", 10);
        policies.add(low, "low", 0);
        fail(high, 3);
        policies.remove(high);
        policies.add(high, "high", 10);
        assertThat(policies.usable()).containsExactly(high, low);
    }

    private void fail(FailoverPolicy policy, int times) {
        for (int i = 0; i < times; i++) {
            policies.failed(policy, "threw");
        }
    }
}
