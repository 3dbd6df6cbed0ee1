// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On loopback, where nobody has to sign in. */
final class HereTest {
    private static final String SILENCES = "/api/v1/silences";

    private Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = new Fleet();
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void whoeverWorksOnThisHostIsAnOperator() {
        assertThat(fleet.server.link()).isEmpty();
        assertThat(fleet.get("/api/v1/overview").body()).contains("name=local", "role=operator");
        assertThat(fleet.send("POST", SILENCES, "{}").statusCode()).isEqualTo(201);
        assertThat(fleet.json("/api/v1/sessions").getAsJsonArray("sessions")).isEmpty();
        assertThat(fleet.send("DELETE", "/api/v1/session", "").statusCode()).isEqualTo(204);
        assertThat(fleet.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyIsInvitedWhereNobodySignsIn() {
        HttpResponse<String> reply =
                fleet.send("POST", "/api/v1/invitations", "{\"role\":\"viewer\",\"name\":\"Ana\"}");
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(fleet.json("/api/v1/invitations").getAsJsonArray("invitations")).isEmpty();
    }

    @Test
    void whoComesThroughAProxyDoesNotWorkHere() {
        for (String header :
                List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Proto", "Via")) {
            assertThat(fleet.get("/api/v1/overview", header, "192.0.2.7").statusCode())
                    .as(header)
                    .isEqualTo(401);
            HttpResponse<String> page = fleet.get("/phones", header, "192.0.2.7");
            assertThat(page.statusCode()).isEqualTo(401);
            assertThat(page.body()).contains("--sign-in");
        }
    }

    @Test
    void pagesUnderForeignNamesGetNothing() throws IOException {
        assertThat(fleet.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(fleet.send("POST", SILENCES, "{}", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(fleet.send("POST", SILENCES, "{}", "Origin", "null").statusCode())
                .isEqualTo(403);
        HttpRequest.Builder form =
                HttpRequest.newBuilder(fleet.uri(SILENCES))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(Fleet.answer(form, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
        assertThat(entries()).isEmpty();
    }

    @Test
    void whatIsDoneStandsInTheAuditTheNewestFirst() {
        fleet.send("POST", SILENCES, "{\"server\":\"pbx-a\",\"hook_url\":\"https://s\",\"a\":[1]}");
        fleet.now = fleet.now.plusSeconds(1);
        fleet.send("DELETE", "/api/v1/sessions/none", "");
        fleet.get("/api/v1/overview");

        List<JsonObject> entries = entries();
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0))
                .hasToString(
                        "{\"t\":\"2026-03-01T12:00:01.000Z\",\"who\":\"local\",\"role\":\"operator\","
                                + "\"session\":\"local\",\"from\":\"127.0.0.1\","
                                + "\"what\":\"DELETE /api/v1/sessions/none\","
                                + "\"detail\":\"404\"}");
        assertThat(entries.get(1).get("what").getAsString()).isEqualTo("POST /api/v1/silences");
        assertThat(entries.get(1).get("detail").getAsString())
                .isEqualTo("201 server=pbx-a hook_url=...");
    }

    @Test
    void theAuditIsReadPageByPage() {
        for (int i = 0; i < 5; i++) {
            fleet.send("POST", SILENCES + "?n=" + i, "");
        }
        JsonObject first = fleet.json("/api/v1/audit?size=2");
        assertThat(first.getAsJsonArray("entries")).hasSize(2);
        JsonObject second = fleet.json("/api/v1/audit?size=2&before=" + next(first));
        assertThat(second.getAsJsonArray("entries")).hasSize(2);
        JsonObject third = fleet.json("/api/v1/audit?size=2&before=" + next(second));
        assertThat(third.getAsJsonArray("entries")).hasSize(1);
        assertThat(third.has("next")).isFalse();
        for (String bad :
                List.of("size=0", "size=1001", "size=x", "before=yesterday", "size=1&size=2")) {
            assertThat(fleet.get("/api/v1/audit?" + bad).statusCode()).as(bad).isEqualTo(422);
        }
    }

    private static String next(JsonObject page) {
        return page.get("next").getAsString();
    }

    private List<JsonObject> entries() {
        return fleet.json("/api/v1/audit").getAsJsonArray("entries").asList().stream()
                .map(entry -> entry.getAsJsonObject())
                .toList();
    }
}
