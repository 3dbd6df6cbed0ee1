// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.CallPlan;

class HostileRulesTest {
    private static final List<String> PIECES =
            List.of(
                    "[Matching Patterns]\n",
                    "[Deploy Patterns]\n",
                    "To = ",
                    "From = ",
                    "$request = ",
                    "$transport = ",
                    "$session = failover ",
                    "&failover.timer.inviting = ",
                    "&failover.timer.ringing = ",
                    "&failover.pattern.response = ",
                    "&failover.redirection = ",
                    "sip:200@pbx.example",
                    "sip:(.+)@(.*)",
                    "/TCP",
                    " sip:a@b",
                    "$1",
                    "%2",
                    "10",
                    "4..",
                    "off",
                    "true",
                    "\n",
                    "#",
                    ";",
                    "=",
                    "\r",
                    "\u0000");

    private static final String OF_PATTERNS =
            "()[]{}|*+?.^$\\-:,!<>=&PpQEdDwWsSbBAzixm019aZ \u017f\ud83d";

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars(OF_PATTERNS).ofMaxLength(20);
    }

    @Property(tries = 3000)
    void aFileIsReadOrRefusedInOneSentence(@ForAll("files") String text) {
        assertReadOrRefused(text);
    }

    @Property(tries = 3000)
    void aPatternIsReadOrRefusedInOneSentence(@ForAll("patterns") String pattern) {
        assertReadOrRefused("[Matching Patterns]\nTo = " + pattern + "\n[Deploy Patterns]\n");
        assertReadOrRefused("[Deploy Patterns]\n&failover.pattern.response = " + pattern);
    }

    @Property(tries = 1000)
    void bytesAreReadOrRefusedInOneSentence(@ForAll byte[] bytes) {
        assertReadOrRefused(bytes);
    }

    private static void assertReadOrRefused(String text) {
        assertReadOrRefused(Rules.bytes(text));
    }

    private static void assertReadOrRefused(byte[] content) {
        try {
            RuleBook rules = RuleParser.parse("f", content);
            for (String uri : List.of("sip:200@pbx.example", "sip:", "", "@", "sip:a@b@c;?", ";")) {
                CallPlan plan = rules.plan(Rules.dialled(uri));
                assertThat(plan.to()).isEqualTo(uri);
            }
        } catch (UnreadableRules refused) {
            assertThat(refused.finding().toString()).startsWith("f:").hasSizeLessThan(400);
            assertThat(refused.finding().toString().lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a|a)*b",
                "(a|aa)+$",
                "(.*a){20}",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(a?){30}a{30}"
            })
    void aCatastrophicPatternIsMatchedInNoTime(String pattern) {
        RuleBook rules =
                Rules.read("[Matching Patterns]", "To = sip:" + pattern, "[Deploy Patterns]");
        Assertions.assertThat(
                        org.junit.jupiter.api.Assertions.assertTimeout(
                                Duration.ofSeconds(2),
                                () -> rules.plan(Rules.dialled("sip:" + "a".repeat(252)))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{100}){100}){100}",
                "(((.{9}){9}){9}){9}",
                "(a{999,}){11}",
                ".{,2}{1000}{1000}"
            })
    void aPatternThatGrowsIsRefused(String pattern) {
        assertThat(Rules.refusal("[Matching Patterns]", "To = " + pattern))
                .endsWith(": is too large with all that its braces repeat");
    }

    /** Folding the case of all of Unicode takes milliseconds for each class. */
    @ParameterizedTest
    @ValueSource(strings = {"\\pL", "sip:\\PN", "(?i)[a-\\x{10FFFF}]", "sip:\u00e9@.*"})
    void patternsAreOfAscii(String pattern) {
        assertThat(Rules.refusal("[Matching Patterns]", "To = " + pattern))
                .endsWith(": looks for more than the ASCII signs that a URI is made of");
    }

    @Test
    void thePatternsOfAFileHaveABoundTogether() {
        String rule = "[Matching Patterns]\nTo = .{1,1000}\n[Deploy Patterns]\n";
        assertThat(Rules.refusal(rule.repeat(300)))
                .isEqualTo(
                        "plan.rules:596: To = .{1,1000}: makes the patterns of this file too large"
                                + " together");
        assertThat(Rules.refusal("[Matching Patterns]", "To = " + "a".repeat(257)))
                .endsWith("…: is longer than 256 characters");
    }

    @Test
    void aLargeFileIsReadInAMoment() {
        String rule = "[Matching Patterns]\nTo = sip:9(.+)@pbx\\.example\n[Deploy Patterns]\n";
        String route =
                "To = sip:$1@192.0.2.1\n$session = failover"
                        + " sip:$1@192.0.2.2/TCP".repeat(19)
                        + "\n";
        String text = (rule + route).repeat(1000);
        byte[] file = Arrays.copyOf(Rules.bytes(text), RuleParser.MAX_BYTES);
        Arrays.fill(file, text.length(), file.length, (byte) '\n');
        RuleBook rules =
                org.junit.jupiter.api.Assertions.assertTimeout(
                        Duration.ofSeconds(20), () -> RuleParser.parse("f", file));
        assertThat(rules.rules()).hasSize(1000);
        assertThat(rules.plan(Rules.digits("9200")).destinations()).hasSize(20);
    }

    @Test
    void noiseOfEveryLengthIsRefused() {
        Random random = new Random(7);
        for (int length : new int[] {1, 100, 10_000, RuleParser.MAX_BYTES}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            assertThatCode(() -> assertReadOrRefused(noise)).doesNotThrowAnyException();
        }
    }
}
