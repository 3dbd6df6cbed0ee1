// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.call.CallPlanner;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Transport;

class PlanningTest {
    private static final CallPlan ELSEWHERE =
            CallPlan.to("200")
                    .with(
                            draft ->
                                    draft.destinations(
                                            List.of(Destination.at("sip:x@y", Transport.UDP))));

    private final Planning planning = new Planning();
    private final List<Dialled> asked = new ArrayList<>();
    private final CallPlanner planner =
            dialled -> {
                asked.add(dialled);
                return ELSEWHERE;
            };

    private CallPlan plan(LineConfig config, String to) {
        return planning.plan(config, Optional.empty(), to);
    }

    @Test
    void withoutAPlannerACallGoesAsDialled() {
        assertThat(plan(Examples.line(1), "200")).isEqualTo(CallPlan.to("200"));
        planning.use(planner);
        assertThat(plan(Examples.line(1), "200")).isEqualTo(ELSEWHERE);
        planning.drop(planner);
        assertThat(plan(Examples.line(1), "200")).isEqualTo(CallPlan.to("200"));
    }

    @Test
    void aPlannerThatGoesTakesNoOtherWithIt() {
        planning.use(planner);
        planning.use(dialled -> CallPlan.to("other"));
        planning.drop(planner);
        assertThat(plan(Examples.line(1), "200")).isEqualTo(CallPlan.to("other"));
        assertThat(asked).isEmpty();
    }

    @Test
    void digitsStandInTheLinesOwnDomain() {
        planning.use(planner);
        plan(Examples.line(3), "*2#");
        String uri = "sip:*2%23@pbx.example";
        assertThat(asked)
                .containsExactly(
                        new Dialled(3, "*2#", uri, "sip:103@pbx.example", "INVITE " + uri));
    }

    @Test
    void aUriStaysAsItIs() {
        planning.use(planner);
        String uri = "SIPS:bob@[2001:db8::1]:5071;transport=tls";
        plan(Examples.line(1), uri);
        assertThat(asked)
                .containsExactly(new Dialled(1, uri, uri, "sip:101@pbx.example", "INVITE " + uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"112", "1-1-2", "sip:112@pbx.example", "SIP:112@192.0.2.1;user=phone"})
    void anEmergencyCallAsksNobody(String to) {
        planning.use(planner);
        LineConfig config = Examples.line(1).with(draft -> draft.emergencyNumbers(Set.of("112")));
        CallPlan plan = plan(config, to);
        assertThat(plan.isEmergency()).isTrue();
        assertThat(plan.to()).isEqualTo(to);
        assertThat(plan.destinations()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1123", "0112", "sip:200@112", "911"})
    void otherNumbersAreNoEmergency(String to) {
        planning.use(planner);
        LineConfig config = Examples.line(1).with(draft -> draft.emergencyNumbers(Set.of("112")));
        assertThat(plan(config, to)).isEqualTo(ELSEWHERE);
    }

    @Test
    void withoutADomainItIsTheServerInUse() {
        planning.use(planner);
        LineConfig config =
                Examples.line(1, "192.0.2.1", "2001:db8::1").with(draft -> draft.domain(""));
        plan(config, "200");
        planning.plan(config, Optional.of(Examples.hop(1)), "200");
        assertThat(asked)
                .extracting(Dialled::uri)
                .containsExactly("sip:200@192.0.2.1", "sip:200@[2001:db8::1]");
        assertThat(asked.get(1).from()).isEqualTo("sip:101@[2001:db8::1]");
    }

    @Test
    void aLineWithoutAnAddressHasNoRules() {
        planning.use(planner);
        assertThat(plan(LineConfig.line(1), "200")).isEqualTo(CallPlan.to("200"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aPlannerThatFailsDoesNotTakeTheDialTone() {
        planning.use(
                dialled -> {
                    throw new IllegalStateException("bug");
                });
        assertThat(plan(Examples.line(1), "200")).isEqualTo(CallPlan.to("200"));
    }
}
