// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a message that is too long ends. */
class MessageTextTest {
    private static final String START = "INVITE sip:b@pbx.example SIP/2.0\r\n";
    private static final String TO = "To: \"Alice\r\n Smith\"\n\t<sip:+4915112345678@pbx>\r\n";
    private static final String ALL = START + TO + "CSeq: 1 INVITE\r\n";

    @Test
    void whereverTheBoundFallsAHeaderIsWholeOrNotThere() {
        for (int chars = START.length(); chars < ALL.length(); chars++) {
            boolean fits = chars >= START.length() + TO.length();
            assertThat(MessageText.atMost(chars, ALL)).isEqualTo(fits ? START + TO : START);
        }
    }

    @Test
    void whatFitsStays() {
        assertThat(MessageText.atMost(ALL.length(), ALL)).isEqualTo(ALL);
        assertThat(MessageText.atMost(2, "\r\n\r\n")).isEqualTo("\r\n");
    }

    @Test
    void ofALineThatDoesNotFitNothingIsShown() {
        assertThat(MessageText.atMost(20, ALL)).isEqualTo("[a line of more than 20 characters]");
        assertThat(MessageText.atMost(3, "a\n b\n"))
                .isEqualTo("[a line of more than 3 characters]");
    }
}
