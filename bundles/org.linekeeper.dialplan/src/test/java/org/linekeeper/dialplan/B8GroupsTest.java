// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dialplan.Rules.destinations;
import static org.linekeeper.dialplan.Rules.tcp;
import static org.linekeeper.dialplan.Rules.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.CallPlan;

class B8GroupsTest {
    private static RuleBook rules(String pattern, String... deploy) {
        return Rules.read(
                "[Matching Patterns]",
                "To = " + pattern,
                "[Deploy Patterns]",
                String.join("\n", deploy));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:$1@192.0.2.1, sip:200@192.0.2.1",
        "sip:%1@192.0.2.1, sip:200@192.0.2.1",
        "sip:9$1%1@192.0.2.1, sip:9200200@192.0.2.1",
        "sip:$15@192.0.2.1, sip:2005@192.0.2.1",
        "sip:x@$2, sip:x@pbx.example",
        "sip:x@$2:5070, sip:x@pbx.example:5070",
        "$3, sip:200@pbx.example",
        "sip:a$b@192.0.2.1, sip:a$b@192.0.2.1",
        "sip:a$@192.0.2.1, sip:a$@192.0.2.1",
        "sip:%40@192.0.2.1, sip:%40@192.0.2.1",
        "sip:%41$1@192.0.2.1, sip:%41200@192.0.2.1",
        "sip:%0A@192.0.2.1, sip:%0A@192.0.2.1",
        "sip:%1A@192.0.2.1, sip:200A@192.0.2.1",
    })
    void B8_groupsStandWhereTheyAreNamed(String to, String expected) {
        // Named groups count like any other, from the left.
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "To = sip:(.+)@(?P<host>.+)",
                        "$request = INVITE (.*)",
                        "[Deploy Patterns]",
                        "To = " + to);
        assertThat(destinations(rules, "sip:200@pbx.example")).containsExactly(udp(expected));
    }

    @Test
    void B8_groupsStandInFurtherDestinationsToo() {
        RuleBook rules =
                rules(
                        "sip:9(.+)@(.+)",
                        "$session = failover sip:$1@$2/TCP sip:%1@backup.example $1@x sip:$1");
        // The third one comes out as no URI, which is known only now; the others remain.
        assertThat(destinations(rules, "sip:9200@else.example"))
                .containsExactly(
                        udp("sip:9200@else.example"),
                        tcp("sip:200@else.example"),
                        udp("sip:200@backup.example"),
                        udp("sip:200"));
    }

    @Test
    void B8_aGroupThatFoundNothingIsEmptyText() {
        RuleBook rules = rules("sip:(0)?(.+)@.+", "To = sip:a$1b$2@192.0.2.1");
        assertThat(destinations(rules, "sip:200@pbx.example"))
                .containsExactly(udp("sip:ab200@192.0.2.1"));
    }

    @Test
    void B8_moreThanNineGroupsAreCountedOn() {
        RuleBook rules = rules("sip:" + "(.)".repeat(11) + "@.+", "To = sip:$11$10$1@192.0.2.1");
        assertThat(destinations(rules, "sip:abcdefghijk@pbx.example"))
                .containsExactly(udp("sip:kja@192.0.2.1"));
    }

    @Test
    void B8_aCallWithNoUsableDestinationGoesAsDialled() {
        RuleBook rules = rules("sip:9?(.*)@.+", "To = $1", "$session = failover");
        assertThat(rules.plan(Rules.digits("9200"))).isEqualTo(CallPlan.to("9200"));
    }

    @Test
    void B8_aUriThatComesOutTooLongIsLeftOut() {
        RuleBook rules =
                rules(
                        "sip:(.+)@.+",
                        "To = sip:$1$1@192.0.2.1",
                        "$session = failover sip:$1@192.0.2.2");
        String user = "1".repeat(200);
        assertThat(destinations(rules, "sip:" + user + "@pbx.example"))
                .containsExactly(udp("sip:" + user + "@192.0.2.2"));
    }
}
