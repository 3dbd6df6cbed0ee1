// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.linekeeper.api.sip.TraceEntry;

final class LadderTextTest {
    private static final String REGISTER = "REGISTER sip:a SIP/2.0\r\n\r\n";

    @Test
    void anOutageIsDrawn() {
        assertThat(LadderText.of(Ladders.ofAnOutage()))
                .isEqualTo(
"""
Line 1, ladder 1-mm7p8er0: on_primary -> on_backup (no_answer), in service again 0.026 s later

                        phone                   pbx-a
                                           192.0.2.1:5060          192.0.2.2:5060
2026-03-01                |                       |                       |
12:00:00.000              o  refresh is over
                          *  REGISTER goes to pbx-a (192.0.2.1:5060/udp), given up after 3 sends
                          |------ REGISTER ------>|                       |
12:00:00.500     +0.500   |------ REGISTER ------>|                       |  again, 2
                          :                       :                       :
12:00:01.500     +1.000   |------ REGISTER ------>|                       |  again, 3
                          :                       :                       :
12:00:03.500     +2.000   o  REGISTER at pbx-a (192.0.2.1:5060/udp): no answer after 3.5 s, 3 sends
                          *  on_primary -> switching (no_answer)
                          *  REGISTER goes to 192.0.2.2:5060/udp, given up after 3 sends: no_answer
                             at pbx-a
                          |------------------ REGISTER ------------------>|
12:00:03.512     +0.012   |<--------------- 401 REGISTER -----------------|  Unauthorized
                          |------------------ REGISTER ------------------>|  with credentials
12:00:03.526     +0.014   |<--------------- 200 REGISTER -----------------|  OK
                          *  switching -> on_backup (registered), now at 192.0.2.2:5060/udp

*  decision   o  timer   Times are UTC, gaps in seconds. The messages in full:
GET /api/v1/lines/1/ladders/1-mm7p8er0
""");
    }

    @Test
    void theHeadTellsHowItEnded() {
        assertThat(LadderText.of(new Ladders().unsettled()))
                .startsWith(
                        "Line 1, ladder 1-mm7p8er0: on_primary -> switching (no_answer),"
                                + " not in service yet\n");
        assertThat(LadderText.of(new Ladders().settledAfter(0))).contains("in service at once\n");
        assertThat(LadderText.of(new Ladders().settledAfter(-5_000)))
                .as("the clock was set back")
                .contains("in service at once\n");
    }

    @Test
    void eachDayIsNamedOnce() {
        String text =
                LadderText.of(
                        new Ladders()
                                .startingAt("2026-12-31T23:59:59.900Z")
                                .out(Ladders.A, REGISTER)
                                .after(200)
                                .out(Ladders.A, REGISTER)
                                .after(200)
                                .out(Ladders.A, REGISTER)
                                .unsettled());
        assertThat(text.lines().skip(4).map(line -> line.split(" ")[0]).limit(5))
                .containsExactly(
                        "2026-12-31", "23:59:59.900", "2027-01-01", "00:00:00.100", "00:00:00.300");
    }

    @Test
    void fourPeersHaveALaneAndOthersAreNamed() {
        Ladders ladder = new Ladders().out(Ladders.B, REGISTER);
        for (int i = 1; i <= 5; i++) {
            ladder.message(TraceEntry.Way.IN, "203.0.113." + i + ":5060", "OPTIONS sip:x SIP/2.0");
        }
        ladder.message(TraceEntry.Way.OUT, "203.0.113.5:5060", "SIP/2.0 200 OK\r\n\r\n");
        String text = LadderText.of(ladder.unsettled());
        assertThat(text)
                .contains(
                        "   192.0.2.2:5060      203.0.113.1:5060     203.0.113.2:5060",
                        "|----- REGISTER ---->|                    |                    |",
                        "|  OPTIONS from 203.0.113.5:5060/udp\n",
                        "|  200 to 203.0.113.5:5060/udp, OK\n");
    }

    @Test
    void whatCameOverTheNetworkDoesNotSteerTheTerminal() {
        String text =
                LadderText.of(
                        new Ladders()
                                .in(Ladders.A, "SIP/2.0 503 \u001b[2J\u202eDown\u0085\u2028x")
                                .in(Ladders.A, "\u001b]0;owned\u0007 sip:x SIP/2.0")
                                .in(Ladders.A, "SIP/2.0 200 " + "long".repeat(500))
                                .in(Ladders.A, "")
                                .decision("pbx-a cannot be located: \u009b31m\ud83d\nnext")
                                .unsettled());
        assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}&&[^\n]]");
        assertThat(text).contains("  ?[2J?Down??x\n", " ? -", "located: ?31m? next\n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void aLongNoteIsBrokenAtItsBlanksOrAnywhere() {
        String text =
                LadderText.of(
                        new Ladders().decision("word ".repeat(20) + "x".repeat(150)).unsettled());
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        assertThat(text.replaceAll("\\s", "")).contains("x".repeat(150));
    }

    @Test
    void aCaptionTellsMethodCodeAndWhatIsSpecial() {
        assertThat(Caption.of("INVITE sip:5551234@b SIP/2.0\r\n\r\n", 1))
                .isEqualTo(new Caption("INVITE", ""));
        assertThat(Caption.of("BYE sip:x SIP/2.0\r\nproxy-authorization : Digest ***\r\n", 3))
                .isEqualTo(new Caption("BYE", "with credentials; again, 3"));
        assertThat(Caption.of("SIP/2.0 486 Busy Here\r\nCSeq:  9  INVITE\r\n", 1))
                .isEqualTo(new Caption("486 INVITE", "Busy Here"));
        assertThat(Caption.of("SIP/2.0 200\r\n", 2)).isEqualTo(new Caption("200", "again, 2"));
        assertThat(Caption.of("GET / HTTP/1.1", 1).label()).isEqualTo("GET");
        assertThat(Caption.of("12345", 1)).isEqualTo(new Caption("?", ""));
    }
}
