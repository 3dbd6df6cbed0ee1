// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dialplan.Rules.destinations;
import static org.linekeeper.dialplan.Rules.plan;
import static org.linekeeper.dialplan.Rules.tcp;
import static org.linekeeper.dialplan.Rules.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;

/** What a rule's deploy patterns make of a plan. */
class DeployTest {
    private static CallPlan planOf(String... deploy) {
        return Rules.read("[Deploy Patterns]", String.join("\n", deploy))
                .plan(Rules.dialled("sip:200@pbx.example"));
    }

    @Test
    void B1_destinationsStandInTheirOrder() {
        assertThat(planOf("$session = failover sip:b@b sip:a@a sip:b@b", "To = sip:z@z"))
                .isEqualTo(
                        plan(
                                "sip:200@pbx.example",
                                udp("sip:z@z"),
                                udp("sip:b@b"),
                                udp("sip:a@a"),
                                udp("sip:b@b")));
    }

    @Test
    void B1_twentyDestinationsAreTheMost() {
        String further = " sip:x@192.0.2.1".repeat(19);
        assertThat(planOf("To = sip:z@z", "$session = failover" + further).destinations())
                .hasSize(20);
        assertThat(Rules.refusal("[Deploy Patterns]", "$session = failover" + further + " sip:y"))
                .startsWith("plan.rules:2: $session = failover sip:x@192.0.2.1")
                .endsWith("…: has more destinations than 19 behind the first one");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:a@b, UDP",
        "sip:a@b/udp, UDP",
        "sip:a@b/TCP, TCP",
        "sip:a@b/Tls, TLS",
        "sip:a@b:5070/TCP, TCP",
        "sip:a@[2001:db8::1]:5070/TCP, TCP",
        "sip:a/b@c, UDP",
        "sip:a/b@c/TLS, TLS",
        "sip:host/TCP, TCP",
        "sips:a@b, TLS",
        "sips:a@b/TCP, TLS",
        "SIPS:a@b, TLS",
        "sip:a@b;transport=tcp, TCP",
        "sip:a@b;lr;Transport=TLS;x=y, TLS",
        "sip:a@b;transport=tcp/UDP, UDP",
        "sip:a@b;transport=sctp, UDP",
        "sip:a@b?x=;transport=tcp, UDP",
    })
    void B2_aDestinationHasItsTransportAndWithoutOneUdp(String word, Transport transport) {
        String uri = word.replaceFirst("/(?i:udp|tcp|tls)$", "");
        assertThat(planOf("To = sip:z@z", "$session = failover " + word).destinations().get(1))
                .isEqualTo(Destination.at(uri, transport));
    }

    @Test
    void B2_theFirstTransportIsNamedOnALineOfItsOwn() {
        assertThat(planOf("$transport = tls", "To = sip:z@z", "$session = failover sip:y@y"))
                .isEqualTo(
                        plan(
                                "sip:200@pbx.example",
                                Destination.at("sip:z@z", Transport.TLS),
                                udp("sip:y@y")));
    }

    @Test
    void B1_withoutToTheDialledAddressIsTheFirstDestination() {
        RuleBook rules = Rules.read("[Deploy Patterns]", "$session = failover sip:y@y");
        Destination next = udp("sip:y@y");
        // In the line's own domain, the way there is the line's.
        assertThat(rules.plan(Rules.digits("200")).destinations())
                .containsExactly(Destination.throughLine("200"), next);
        assertThat(destinations(rules, "sip:200@PBX.example;lr"))
                .containsExactly(Destination.throughLine("sip:200@PBX.example;lr"), next);
        assertThat(destinations(rules, "sip:200@pbx.example:5070"))
                .containsExactly(udp("sip:200@pbx.example:5070"), next);
        assertThat(destinations(rules, "sip:200@else.example"))
                .containsExactly(udp("sip:200@else.example"), next);
        String tooLong = "sip:" + "1".repeat(250) + "@pbx.example";
        assertThat(destinations(rules, tooLong)).containsExactly(next);
        RuleBook overTcp = Rules.read("[Deploy Patterns]", "$transport = TCP");
        assertThat(overTcp.plan(Rules.digits("200")).destinations())
                .containsExactly(tcp("sip:200@pbx.example"));
    }

    @Test
    void B3_B4_timersAreSet() {
        CallPlan plan =
                planOf(
                        "$session = failover",
                        "&failover.timer.inviting = 1",
                        "&failover.timer.provisional = 3600");
        assertThat(plan.invitingSeconds()).isEqualTo(1);
        assertThat(plan.provisionalSeconds()).isEqualTo(3600);
        assertThat(plan.ringingStopsTimer()).isFalse();
        assertThat(planOf("&failover.timer.ringing = OFF").ringingStopsTimer()).isTrue();
        assertThat(planOf("&failover.timer.ringing = on").ringingStopsTimer()).isFalse();
    }

    @Test
    void B5_thePatternMatchesTheWholeCodeAndNeverA2xx() {
        assertThat(codes("503|5.1"))
                .containsExactlyInAnyOrder(501, 503, 511, 521, 531, 541, 551, 561, 571, 581, 591);
        assertThat(codes(".*")).isEqualTo(Rules.ALL_CODES);
        assertThat(codes("[245]0[0-9]")).hasSize(20).doesNotContain(200);
        assertThat(codes("^486$")).containsExactly(486);
        assertThat(Rules.refusal("[Deploy Patterns]", "&failover.pattern.response = 48"))
                .endsWith(": matches no response code from 300 to 699");
    }

    private static java.util.Set<Integer> codes(String pattern) {
        return planOf("$session = failover", "&failover.pattern.response = " + pattern)
                .movingCodes();
    }

    @Test
    void B6_redirectionCanBeSwitchedOff() {
        assertThat(planOf("$session = failover").redirection()).isTrue();
        assertThat(planOf("&failover.redirection = True").redirection()).isTrue();
        CallPlan plan = planOf("&failover.redirection = FALSE");
        assertThat(plan.redirection()).isFalse();
        assertThat(plan.movingCodes()).isEqualTo(Rules.ALL_CODES);
    }

    @Test
    void aRuleThatSaysNothingOfFailoverOnlySaysWhereACallGoes() {
        assertThat(planOf("To = sip:z@z", "$transport = TCP"))
                .isEqualTo(
                        CallPlan.to("sip:200@pbx.example")
                                .with(draft -> draft.destinations(List.of(tcp("sip:z@z")))));
    }
}
