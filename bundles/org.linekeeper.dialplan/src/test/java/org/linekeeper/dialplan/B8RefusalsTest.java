// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that cannot be read names its line and the reason. */
class B8RefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "To = sip:a@b | plan.rules:1: To = sip:a@b: stands before any section",
                "hello | plan.rules:1: The line is neither a section nor KEY = VALUE.",
                "[Deploy Patterns]~= x | plan.rules:2: The line is neither a section nor KEY = VALUE.",
                "[Rules] | plan.rules:1: The section is neither [Matching Patterns] nor [Deploy Patterns].",
                "[Deploy Patterns | plan.rules:1: The section is neither [Matching Patterns] nor [Deploy Patterns].",
                "~[Matching Patterns]~To=.* | plan.rules:2: The rule that begins here has no [Deploy Patterns].",
                "[Matching Patterns]~[Matching Patterns] | plan.rules:1: The rule that begins here has no [Deploy Patterns].",
                "[Deploy Patterns]~To = | plan.rules:2: To = : has no value",
                "[Deploy Patterns]~Via = x | plan.rules:2: Via = x: is no deploy pattern that is known here",
                "[Deploy Patterns]~From = x | plan.rules:2: From = x: is no deploy pattern that is known here",
                "[Deploy Patterns]~to=sip:a~#~TO = sip:b | plan.rules:4: TO = sip:b: stands twice in one rule, first in line 2",
                "[Deploy Patterns]~To = 200 | plan.rules:2: To = 200: 200 is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = sip:200@ | plan.rules:2: To = sip:200@: sip:200@ is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = tel:200 | plan.rules:2: To = tel:200: tel:200 is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = sip:a b@c | plan.rules:2: To = sip:a b@c: sip:a b@c is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = sip:a@b:0 | plan.rules:2: To = sip:a@b:0: sip:a@b:0 is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = sip:a@b:65536 | plan.rules:2: To = sip:a@b:65536: sip:a@b:65536 is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~To = sip:$1@b | plan.rules:2: To = sip:$1@b: $1 stands for no group: the matching patterns have 0",
                "[Deploy Patterns]~To = sip:%1@b | plan.rules:2: To = sip:%1@b: %1 stands for no group: the matching patterns have 0",
                "[Deploy Patterns]~To = sip:$0@b | plan.rules:2: To = sip:$0@b: $0 stands for no group: the matching patterns have 0",
                "[Matching Patterns]~To = (.)(?:.)(.*)~[Deploy Patterns]~To = sip:$3@b | plan.rules:4: To = sip:$3@b: $3 stands for no group: the matching patterns have 2",
                "[Deploy Patterns]~$transport = SCTP | plan.rules:2: $transport = SCTP: SCTP is none of UDP, TCP and TLS",
                "[Deploy Patterns]~$session = com.example | plan.rules:2: $session = com.example: is not known here: the only session is failover",
                "[Deploy Patterns]~$session = failover sip:a@b/WS | plan.rules:2: $session = failover sip:a@b/WS: WS is none of UDP, TCP and TLS",
                "[Deploy Patterns]~$session = failover sip:a@b/ | plan.rules:2: $session = failover sip:a@b/:  is none of UDP, TCP and TLS",
                "[Deploy Patterns]~$session = failover a@b | plan.rules:2: $session = failover a@b: a@b is no sip: URI with a host, of up to 256 characters",
                "[Deploy Patterns]~&failover.timer.inviting = 10sec | plan.rules:2: &failover.timer.inviting = 10sec: is no number of seconds from 1 to 3600",
                "[Deploy Patterns]~&failover.timer.inviting = 0 | plan.rules:2: &failover.timer.inviting = 0: is no number of seconds from 1 to 3600",
                "[Deploy Patterns]~&failover.timer.provisional = 3601 | plan.rules:2: &failover.timer.provisional = 3601: is no number of seconds from 1 to 3600",
                "[Deploy Patterns]~&failover.timer.provisional = 99999999999 | plan.rules:2: &failover.timer.provisional = 99999999999: is no number of seconds from 1 to 3600",
                "[Deploy Patterns]~&failover.timer.ringing = maybe | plan.rules:2: &failover.timer.ringing = maybe: is neither on nor off",
                "[Deploy Patterns]~&failover.redirection = yes | plan.rules:2: &failover.redirection = yes: is neither true nor false",
                "[Deploy Patterns]~&failover.pattern.response = 4xx | plan.rules:2: &failover.pattern.response = 4xx: matches no response code from 300 to 699",
                "[Deploy Patterns]~&failover.pattern.response = [4 | plan.rules:2: &failover.pattern.response = [4: is no regular expression that is understood: missing closing ]",
                "[Deploy Patterns]~&failover.pattern.answer = 4.. | plan.rules:2: &failover.pattern.answer = 4..: is no deploy pattern that is known here",
                "[Matching Patterns]~$addr = x | plan.rules:2: $addr = x: is no matching pattern that is known here: there are To, From and $request",
                "[Matching Patterns]~To = sip:( | plan.rules:2: To = sip:(: is no regular expression that is understood: missing closing )",
                "[Matching Patterns]~To = (?=a)a | plan.rules:2: To = (?=a)a: is no regular expression that is understood: invalid or unsupported Perl syntax",
                "[Matching Patterns]~To = (a)\\1 | plan.rules:2: To = (a)\\1: is no regular expression that is understood: invalid escape sequence",
                "[Matching Patterns]~To = !sip:1.* | plan.rules:2: To = !sip:1.*: begins with !, and a negated pattern is not known here",
                "[Matching Patterns]~To = sip:9(.+)@ | plan.rules:2: To = sip:9(.+)@: can never match: the whole URI has to; add .* for the host",
            })
    void B8_theLineAndTheReasonAreNamed(String text, String sentence) {
        assertThat(Rules.refusal(text.split("~"))).isEqualTo(sentence);
    }

    @Test
    void aSentenceStaysShortAndHoldsNoControlCharacters() {
        String sentence =
                Rules.refusal("[Deploy Patterns]", "\u001b[2J\u0007x = " + "y".repeat(1000));
        assertThat(sentence)
                .startsWith("plan.rules:2: ?[2J?x = yyy")
                .endsWith("y…: is no deploy pattern that is known here")
                .hasSizeLessThan(200);
    }

    @Test
    void aFileThatIsNoTextOrTooLargeIsRefused() {
        assertThatThrownBy(() -> RuleParser.parse("f", new byte[] {'#', (byte) 0xff, (byte) 0xfe}))
                .isInstanceOf(UnreadableRules.class)
                .hasMessage("f: The file is not UTF-8 text.");
        byte[] large = new byte[(1 << 20) + 1];
        Arrays.fill(large, (byte) '#');
        assertThatThrownBy(() -> RuleParser.parse("f", large))
                .isInstanceOf(UnreadableRules.class)
                .hasMessage("f: The file is larger than 1 MiB.");
    }

    @Test
    void rulesAndPatternsHaveANumber() {
        String rule = "[Deploy Patterns]\n";
        assertThat(Rules.read(rule.repeat(1000)).rules()).hasSize(1000);
        assertThat(Rules.refusal(rule.repeat(1001)))
                .isEqualTo("plan.rules:1001: The file has more than 1000 rules.");
        String pattern = "To = .*\n";
        assertThat(Rules.refusal("[Matching Patterns]\n" + pattern.repeat(21)))
                .isEqualTo("plan.rules:22: To = .*: is one pattern too many: a rule has up to 20");
    }
}
