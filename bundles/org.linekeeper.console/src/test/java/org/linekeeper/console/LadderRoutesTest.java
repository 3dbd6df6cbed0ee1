// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LadderRoutesTest {
    private static final String LADDERS = "/api/v1/lines/1/ladders";

    private Phone phone;

    @BeforeEach
    void start() throws IOException {
        phone = new Phone();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void theListTellsWhatSwitchesThereWere() {
        assertThat(phone.get(LADDERS).body())
                .isEqualTo(
                        """
                        [{"id":"1-mm7p8er0","line":1,"since":"2026-03-01T12:00:03.500Z",\
                        "until":"2026-03-01T12:00:03.526Z","from":"on_primary","to":"on_backup",\
                        "why":"no_answer","step_count":13}]
                        """);
        assertThat(phone.get("/api/v1/lines/2/ladders").body()).isEqualTo("[]\n");
    }

    @Test
    void oneIsWrittenInFull() {
        HttpResponse<String> reply = phone.get(LADDERS + "/1-mm7p8er0");

        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.body())
                .startsWith("{\"id\":\"1-mm7p8er0\",\"line\":1,")
                .contains(
                        """
                        "servers":[{"server":"pbx-a","address":"192.0.2.1","port":5060,\
                        "transport":"udp"},""",
                        """
                        "steps":[{"t":"2026-03-01T12:00:00.000Z","mono":60000,"kind":"timer",\
                        "dir":null,"peer":null,"transport":null,"text":"refresh is over"},""",
                        """
                        {"t":"2026-03-01T12:00:00.500Z","mono":60500,"kind":"message",\
                        "dir":"out","peer":"192.0.2.1:5060","transport":"udp",\
                        "text":"REGISTER sip:pbx-a SIP/2.0\\r\\n""");
    }

    @Test
    void theLastOneNeedsNoId() {
        phone.lines.ladders.add(new Ladders().unsettled());

        JsonObject last = phone.json(LADDERS + "/last");
        assertThat(last.get("until").isJsonNull()).isTrue();
        assertThat(last.get("to").getAsString()).isEqualTo("switching");
    }

    @Test
    void asTextItIsDrawn() {
        HttpResponse<String> text =
                phone.send("GET", LADDERS + "/last", "", "Accept", "text/plain");

        assertThat(text.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(text.body()).isEqualTo(LadderText.of(Ladders.ofAnOutage()));
    }

    @Test
    void whatIsNotKeptIsNotFound() {
        LineRoutesTest.assertProblem(phone.get(LADDERS + "/1-gone"), 404);
        LineRoutesTest.assertProblem(phone.get("/api/v1/lines/2/ladders/last"), 404);
        LineRoutesTest.assertProblem(phone.get("/api/v1/lines/9/ladders"), 404);
        LineRoutesTest.assertProblem(phone.get("/api/v1/lines/9/ladders/last"), 404);
        LineRoutesTest.assertProblem(phone.send("DELETE", LADDERS, ""), 405);
    }

    @Test
    void aTransitionNamesItsLadder() {
        phone.transitions.happen();
        assertThat(Views.transition(phone.transitions.since(0).get(0)).get("ladder").getAsString())
                .isEqualTo("1-mm7p8er0");
    }
}
