// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SubscriptionRoutesTest {
    private static final String ALL = "/api/v1/lines/1/subscriptions";

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
    void withoutToItIsTheLinesOwn() {
        HttpResponse<String> reply = post("{\"event\":\"message-summary\"}");

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.headers().firstValue("Location")).contains(ALL + "/s%2F1");
        assertThat(reply.body())
                .isEqualTo(
                        """
                        {"id":"s/1","event":"message-summary","to":"sip:100@a.example",\
                        "state":"subscribing","target":null,"expires_at":null}
                        """);
        assertThat(post("{\"event\":\"dialog\",\"to\":null}").statusCode()).isEqualTo(201);
        assertThat(phone.lines.asked)
                .containsExactly("subscribe 1 message-summary itself", "subscribe 1 dialog itself");
    }

    @Test
    void withToItIsAnothers() {
        assertThat(post("{\"event\":\"dialog\",\"to\":\"sip:7@b.example\"}").statusCode())
                .isEqualTo(201);

        assertThat(phone.lines.asked).containsExactly("subscribe 1 dialog sip:7@b.example");
    }

    @Test
    void allOfALineAreShownWhereTheyStand() {
        phone.lines.subscribed("s-1");

        assertThat(phone.get(ALL).body())
                .isEqualTo(
                        """
                        [{"id":"s-1","event":"message-summary","to":"sip:100@a.example",\
                        "state":"active","target":{"server":"b.example",\
                        "address":"192.0.2.2","port":5060,"transport":"udp"},\
                        "expires_at":"2026-03-01T12:01:00.000Z"}]
                        """);
        assertThat(phone.get("/api/v1/lines/2/subscriptions").body()).isEqualTo("[]\n");
    }

    @Test
    void oneIsEndedWhereLocationSays() {
        String location =
                post("{\"event\":\"dialog\"}").headers().firstValue("Location").orElseThrow();

        assertThat(phone.send("DELETE", location, "").statusCode()).isEqualTo(204);
        assertThat(phone.lines.asked).endsWith("unsubscribe 1 s/1");
        LineRoutesTest.assertProblem(phone.send("DELETE", location, ""), 404);
    }

    @Test
    void whatThereIsNotIsNotFoundAndOtherMethodsAreToldWhichGo() {
        String of9 = "/api/v1/lines/9/subscriptions";
        LineRoutesTest.assertProblem(phone.get(of9), 404);
        LineRoutesTest.assertProblem(phone.send("POST", of9, "{\"event\":\"dialog\"}"), 404);
        LineRoutesTest.assertProblem(phone.send("DELETE", of9 + "/x", ""), 404);
        HttpResponse<String> put = phone.send("PUT", ALL, "");
        LineRoutesTest.assertProblem(put, 405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, POST, OPTIONS");
        LineRoutesTest.assertProblem(phone.get(ALL + "/x"), 405);
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        assertAt(post("{}"), "$.event");
        assertAt(post("{\"event\":null}"), "$.event");
        assertAt(post("{\"event\":7}"), "$.event");
        assertAt(post("{\"event\":\"a b\"}"), "$.event");
        assertAt(post("{\"event\":\"dialog\",\"to\":200}"), "$.to");
        assertAt(post("{\"event\":\"dialog\",\"to\":\"200\"}"), "$.to");
        assertAt(post("{\"event\":\"dialog\",\"expires\":60}"), "$.expires");
        assertAt(post("[]"), "$");
        LineRoutesTest.assertProblem(post("{"), 400);
        assertThat(phone.lines.asked).isEmpty();
    }

    @Test
    void tooManyAreRefused() {
        phone.lines.subscribed("s-1");
        phone.lines.subscribed("s-2");

        LineRoutesTest.assertProblem(post("{\"event\":\"dialog\"}"), 429);
    }

    private HttpResponse<String> post(String json) {
        return phone.send("POST", ALL, json);
    }

    private static void assertAt(HttpResponse<String> reply, String at) {
        LineRoutesTest.assertProblem(reply, 422);
        JsonObject body = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(body.get("at").getAsString()).isEqualTo(at);
    }
}
