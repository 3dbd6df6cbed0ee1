// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;

/** Whoever makes a plan, its bounds hold. */
class CallPlanTest {
    private static final Destination ONE = Rules.udp("sip:1@192.0.2.1");

    @Test
    void aPlanWithoutRulesHasNothingButWhatWasDialled() {
        CallPlan plan = CallPlan.to("200");
        assertThat(plan.to()).isEqualTo("200");
        assertThat(plan.destinations()).isEmpty();
        assertThat(plan.invitingSeconds()).isZero();
        assertThat(plan.provisionalSeconds()).isZero();
        assertThat(plan.movingCodes()).isEmpty();
        assertThat(plan.redirection()).isFalse();
        assertThat(plan).hasToString("200").isNotEqualTo(CallPlan.to("201"));
    }

    @Test
    void aPlanNeverChanges() {
        List<Destination> destinations = new ArrayList<>(List.of(ONE));
        CallPlan plain = CallPlan.to("200");
        CallPlan plan = plain.with(draft -> draft.destinations(destinations));
        destinations.clear();
        assertThat(plan.destinations()).containsExactly(ONE);
        assertThat(plain.destinations()).isEmpty();
        assertThat(plan)
                .isNotEqualTo(plain)
                .hasSameHashCodeAs(plain.with(draft -> draft.destinations(List.of(ONE))))
                .hasToString("200 by [sip:1@192.0.2.1/UDP]");
    }

    @Test
    void whatIsOutOfBoundsIsABug() {
        CallPlan plan = CallPlan.to("200");
        for (Runnable bug :
                List.<Runnable>of(
                        () -> plan.with(d -> d.destinations(Collections.nCopies(21, ONE))),
                        () -> plan.with(d -> d.invitingSeconds(3601)),
                        () -> plan.with(d -> d.provisionalSeconds(-1)),
                        () -> plan.with(d -> d.movingCodes(Set.of(299))),
                        () -> plan.with(d -> d.movingCodes(Set.of(700))),
                        () -> Destination.throughLine(" "),
                        () -> Destination.throughLine("2".repeat(257)),
                        () -> Destination.at("sip:1@192.0.2.1", Transport.NAPTR))) {
            assertThatThrownBy(bug::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
