// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dialplan.Rules.destinations;
import static org.linekeeper.dialplan.Rules.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;

class B8MatchingTest {
    @Test
    void B8_theFirstRuleThatMatchesApplies() {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "To = sip:1.*@pbx\\.example",
                        "[Deploy Patterns]",
                        "To = sip:first@192.0.2.1",
                        "[Matching Patterns]",
                        "To = sip:12.*@pbx\\.example",
                        "[Deploy Patterns]",
                        "To = sip:second@192.0.2.2",
                        "[Deploy Patterns]",
                        "To = sip:third@192.0.2.3");
        assertThat(destinations(rules, "sip:123@pbx.example"))
                .containsExactly(udp("sip:first@192.0.2.1"));
        assertThat(destinations(rules, "sip:9@pbx.example"))
                .containsExactly(udp("sip:third@192.0.2.3"));
    }

    @Test
    void B8_whereNoRuleMatchesACallGoesAsDialled() {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "To = sip:9.*@.*",
                        "[Deploy Patterns]",
                        "To = sip:first@192.0.2.1");
        assertThat(rules.plan(Rules.digits("200"))).isEqualTo(CallPlan.to("200"));
        assertThat(RuleBook.EMPTY.plan(Rules.digits("200"))).isEqualTo(CallPlan.to("200"));
    }

    @Test
    void B8_aRuleThatDeploysNothingLeavesACallAsDialled() {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "To = sip:112@.*",
                        "[Deploy Patterns]",
                        "[Deploy Patterns]",
                        "To = sip:100@192.0.2.1");
        assertThat(rules.plan(Rules.digits("112"))).isEqualTo(CallPlan.to("112"));
        assertThat(rules.plan(Rules.digits("113")).destinations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:9(.+)@pbx\\.example, sip:9200@pbx.example, true",
        "sip:9(.+)@pbx\\.example, sip:9200@pbx.example:5060, false",
        "sip:9(.+)@pbx\\.example, sip:19200@pbx.example, false",
        "9200, sip:9200@pbx.example, false",
        "sip:9200, sip:9200@pbx.example, false",
        "^sip:9200@pbx\\.example$, sip:9200@pbx.example, true",
        "sip:9200@pbx.example, SIP:9200@pbx.example, false",
        "(?i)sip:9200@pbx.example, SIP:9200@PBX.example, true",
        "sip:9200@pbx.example, sip:9200@pbx.example;transport=tcp?Subject=x, true",
        "sip:9200;phone-context=.*@pbx.example, sip:9200;phone-context=at@pbx.example;lr, true",
        "sips?:.*@\\[2001:db8::1], sip:1@[2001:db8::1];lr, true",
        "sip:pbx.example, sip:pbx.example;lr, true",
        "a|sip:.*, sip:1@pbx.example, true",
    })
    void B8_theWholeUriWithoutParametersHasToMatch(String pattern, String uri, boolean matches) {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "To = " + pattern,
                        "[Deploy Patterns]",
                        "To = sip:found@192.0.2.1");
        assertThat(destinations(rules, uri)).hasSize(matches ? 1 : 0);
    }

    @Test
    void B8_allPatternsOfARuleHaveToMatch() {
        RuleBook rules =
                Rules.read(
                        "[matching patterns]",
                        "$REQUEST = ^INVITE",
                        "from = sip:(.+)@pbx\\.example",
                        "TO = sip:9(.+)@.*",
                        "To = sip:.*7@.*",
                        "[DEPLOY  PATTERNS]",
                        "to = sip:$2@$1.example");
        assertThat(destinations(rules, "sip:97@pbx.example"))
                .containsExactly(udp("sip:7@100.example"));
        assertThat(destinations(rules, "sip:98@pbx.example")).isEmpty();
        assertThat(destinations(rules, "sip:87@pbx.example")).isEmpty();
        String uri = "sip:97@pbx.example";
        Dialled stranger = new Dialled(1, uri, uri, "sip:100@else.example", "INVITE " + uri);
        assertThat(rules.plan(stranger).destinations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^INVITE",
                "INVITE sip:.*",
                "^INVITE sip:2..@pbx\\.example$",
                "200@",
                "(?i)invite"
            })
    void B8_ofTheRequestLineAPartIsEnough(String pattern) {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "$request = " + pattern,
                        "[Deploy Patterns]",
                        "To = sip:found@192.0.2.1");
        assertThat(destinations(rules, "sip:200@pbx.example;lr")).hasSize(1);
    }

    @Test
    void B8_anotherRequestLineIsAnother() {
        RuleBook rules =
                Rules.read(
                        "[Matching Patterns]",
                        "$request = ^REGISTER",
                        "[Deploy Patterns]",
                        "To = sip:found@192.0.2.1");
        assertThat(destinations(rules, "sip:REGISTER@pbx.example")).isEmpty();
    }

    @Test
    void B8_commentsAndBlankLinesAreNoRules() {
        RuleBook rules =
                Rules.read(
                        "# a comment", "", "  ; another", "\t", "---------", "#[Deploy Patterns]");
        assertThat(rules.rules()).isEmpty();
        assertThat(Rules.read("").rules()).isEmpty();
    }
}
