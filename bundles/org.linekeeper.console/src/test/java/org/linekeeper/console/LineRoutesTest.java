// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.lines.CallView;

final class LineRoutesTest {
    private static final String DIAL = "/api/v1/lines/1/calls";

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
    void aLineIsWrittenInFull() {
        assertThat(phone.get("/api/v1/lines/1").body())
                .isEqualTo(
                        """
                        {"line":1,"aor":"sip:100@a.example","enabled":true,"state":"on_backup",\
                        "position":2,"target":{"server":"b.example","address":"192.0.2.2",\
                        "port":5060,"transport":"udp"},"since":"2026-03-01T12:00:00.000Z",\
                        "expires_at":"2026-03-01T12:01:00.000Z","registrations":[{"server":\
                        "b.example","address":"192.0.2.2","port":5060,"transport":"udp",\
                        "state":"registered","expires_at":"2026-03-01T12:01:00.000Z",\
                        "call_id":"c1@phone"},{"server":"a.example","address":"192.0.2.1",\
                        "port":5060,"transport":"udp","state":"registering","expires_at":null,\
                        "call_id":null}],"health":[{"address":"192.0.2.1","port":5060,\
                        "transport":"udp","state":"quarantined",\
                        "until":"2026-03-01T12:00:01.500Z","failures":2}],"why":"no_answer",\
                        "calls":["c-7"]}
                        """);
    }

    @Test
    void whatALineHasNotIsNull() {
        assertThat(phone.get("/api/v1/lines/2").body())
                .isEqualTo(
                        """
                        {"line":2,"aor":null,"enabled":false,"state":"disabled","position":null,\
                        "target":null,"since":"2026-03-01T12:00:00.000Z","expires_at":null,\
                        "registrations":[],"health":[],"why":"configured","calls":[]}
                        """);
    }

    @Test
    void allLinesComeInTheOrderOfTheirNumbers() {
        HttpResponse<String> reply = phone.get("/api/v1/lines");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(JsonParser.parseString(phone.get("/api/v1/lines").body()).getAsJsonArray())
                .extracting(line -> line.getAsJsonObject().get("line").getAsInt())
                .containsExactly(1, 2);
    }

    @Test
    void aLineThatIsNotThereIsNotFound() {
        for (String name : new String[] {"3", "0", "01", "-1", "one", "99999", "%31%30"}) {
            assertProblem(phone.get("/api/v1/lines/" + name), 404);
        }
    }

    @Test
    void registerAndOptionsAreAccepted() {
        assertThat(phone.send("POST", "/api/v1/lines/1/register", "").statusCode()).isEqualTo(202);
        assertThat(phone.send("POST", "/api/v1/lines/1/options", "").statusCode()).isEqualTo(202);

        assertThat(phone.lines.asked).containsExactly("register 1", "options 1");
        assertProblem(phone.send("POST", "/api/v1/lines/2/register", ""), 409);
        assertProblem(phone.send("POST", "/api/v1/lines/3/register", ""), 404);
    }

    @Test
    void aCallIsPlacedAndCanBeReadWhereLocationSays() {
        HttpResponse<String> reply = phone.send("POST", DIAL, "{\"to\":\"sip:200@a.example\"}");

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo("{\"id\":\"call/1\"}\n");
        assertThat(reply.headers().firstValue("Location")).contains("/api/v1/calls/call%2F1");
        assertThat(phone.lines.asked).containsExactly("dial 1 sip:200@a.example");
        assertThat(phone.get("/api/v1/calls/call%2F1").body())
                .isEqualTo(
                        """
                        {"id":"call/1","line":1,"direction":"out","state":"trying","code":null,\
                        "reason":null,"target":null,"established_at":null,"bye":null}
                        """);
    }

    @Test
    void aCallThatIsBeingHungUpSaysSo() {
        phone.lines.hangingUp("c-1");

        assertThat(phone.get("/api/v1/calls").body())
                .isEqualTo(
                        """
                        [{"id":"c-1","line":1,"direction":"in","state":"ended","code":200,\
                        "reason":"hung up","target":{"server":"b.example",\
                        "address":"192.0.2.2","port":5060,"transport":"udp"},\
                        "established_at":"2026-03-01T12:00:00.000Z","bye":"pending"}]
                        """);
    }

    @Test
    void whatCannotBeDialledIsRefusedWithItsPlace() {
        assertAt(phone.send("POST", DIAL, "{\"to\":\"mailto:x\"}"), "$.to");
        assertAt(phone.send("POST", DIAL, "{\"to\":200}"), "$.to");
        assertAt(phone.send("POST", DIAL, "{\"to\":null}"), "$.to");
        assertAt(phone.send("POST", DIAL, "{}"), "$.to");
        assertAt(phone.send("POST", DIAL, "{\"to\":\"1\",\"TO\":\"2\"}"), "$.TO");
        assertAt(phone.send("POST", DIAL, "[\"200\"]"), "$");
        assertThat(phone.lines.asked).isEmpty();
    }

    @Test
    void tooManyCallsAreRefused() {
        phone.send("POST", DIAL, "{\"to\":\"1\"}");
        phone.send("POST", DIAL, "{\"to\":\"2\"}");

        assertProblem(phone.send("POST", DIAL, "{\"to\":\"3\"}"), 429);
    }

    @Test
    void aRingingCallIsAnsweredAndAnotherIsNot() {
        Call ringing = Call.offered("c-2", "sip:200@b.example", Optional.empty());
        phone.lines.calls.put("c-2", new CallView(1, ringing, Optional.empty()));
        phone.lines.hangingUp("c-1");

        assertThat(phone.send("POST", "/api/v1/calls/c-2/answer", "").statusCode()).isEqualTo(204);
        assertProblem(phone.send("POST", "/api/v1/calls/c-1/answer", ""), 409);
        assertProblem(phone.send("POST", "/api/v1/calls/c-9/answer", ""), 404);
        assertThat(phone.lines.asked).containsExactly("answer c-2");
    }

    @Test
    void aCallIsHungUp() {
        phone.lines.hangingUp("c-1");

        assertThat(phone.send("DELETE", "/api/v1/calls/c-1", "").statusCode()).isEqualTo(204);
        assertProblem(phone.send("DELETE", "/api/v1/calls/c-9", ""), 404);
        assertThat(phone.lines.asked).containsExactly("hangup c-1");
    }

    @Test
    void anotherMethodIsToldWhichOnesGo() {
        HttpResponse<String> refused = phone.send("DELETE", "/api/v1/lines", "");

        assertProblem(refused, 405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        HttpResponse<String> options = phone.send("OPTIONS", "/api/v1/calls/c-1", "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains("GET, HEAD, DELETE, OPTIONS");
        assertThat(options.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void headAnswersAsGetWithoutABody() {
        HttpResponse<String> head = phone.send("HEAD", "/api/v1/lines", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        int length = phone.get("/api/v1/lines").body().length();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(length);
    }

    @Test
    void whatComesWithLaterPartsIsNotFound() {
        assertProblem(phone.get("/api/v1/policy"), 404);
    }

    @Test
    void theIndexNamesEachRoute() {
        assertThat(phone.get("/").body())
                .contains("GET /api/v1/lines\n", "PUT /api/v1/config/lines/{line}\n");
    }

    @Test
    void theTraceIsJsonOrTextToBeRead() {
        assertThat(phone.get("/api/v1/trace?line=1").body())
                .startsWith(
                        """
                        [{"t":"2026-03-01T12:00:00.005Z","dir":"out","peer":"192.0.2.1:5060",\
                        "transport":"udp","text":"REGISTER sip:a.example SIP/2.0\\r\\nCSeq:\
                        """);
        HttpResponse<String> text =
                phone.send("GET", "/api/v1/trace?line=1", "", "Accept", "text/plain");
        assertThat(text.body())
                .isEqualTo(
                        """
                        2026-03-01T12:00:00.005Z  -->  192.0.2.1:5060 udp  \
                        REGISTER sip:a.example SIP/2.0
                            CSeq: 1 REGISTER

                        2026-03-01T12:00:00.020Z  <--  192.0.2.1:5060 udp  SIP/2.0 503 Down
                            CSeq: 1 REGISTER

                        """);
    }

    @Test
    void theTraceNeedsALine() {
        assertAt(phone.get("/api/v1/trace"), "line");
        assertAt(phone.get("/api/v1/trace?line=one"), "line");
        assertAt(phone.get("/api/v1/trace?line=1&line=2"), "line");
        assertProblem(phone.get("/api/v1/trace?line=9"), 404);
    }

    private static void assertAt(HttpResponse<String> reply, String at) {
        assertProblem(reply, 422);
        JsonObject body = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(body.get("at").getAsString()).isEqualTo(at);
    }

    static void assertProblem(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject body = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(body.get("status").getAsInt()).isEqualTo(status);
        assertThat(body.get("detail").getAsString()).endsWith(".");
    }
}
