// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.LiveDashboard.RICH;
import static org.linekeeper.dashboard.LiveDashboard.SOON;
import static org.linekeeper.dashboard.LiveDashboard.TRACE;
import static org.linekeeper.dashboard.fleet.Told.A;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.incident.ReportText;
import org.linekeeper.http.kit.OpenApi;

/** What the dashboard answers and what docs/fleet-openapi.yaml says are the same. */
final class OpenApiTest {
    private static final String PHONE = "/api/v1/phones/{device}";

    private static final OpenApi API = new OpenApi("fleet-openapi.yaml");
    private static LiveDashboard live;

    @BeforeAll
    static void start() throws IOException {
        live = new LiveDashboard(Optional.empty()).inAnOutage();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() {
        assertThat(live.dashboard.routes()).containsExactlyInAnyOrderElementsOf(API.routes());
    }

    @Test
    void examplesAreAsTheirSchemasSay() {
        assertThat(API.violationsOfExamples()).isEmpty();
    }

    @Test
    void theGuidesCloudEventIsAsDocumented() throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "dashboard.md"));
        int start = guide.indexOf("```json\n") + 8;
        JsonElement event = parsed(guide.substring(start, guide.indexOf("```", start)));
        assertThat(API.violations("CloudEvent", event)).isEmpty();
    }

    @Test
    void theGuideAndTheDocumentSayHowManyLinesOfAnIncidentAreKept() throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "dashboard.md"));
        String most = String.format(Locale.ROOT, "%,d", ReportText.MOST_MEMBERS);
        assertThat(guide).contains("up to " + most + " of its lines");
        assertThat(API.document().toString()).contains("is kept with " + most + " at most");
    }

    @Test
    void whatIsReadIsAsDocumented() {
        check("GET", "/api/v1/overview", "/api/v1/overview", "");
        check("GET", "/api/v1/phones", "/api/v1/phones?sort=-since&site=Graz", "");
        check("GET", "/api/v1/phones", "/api/v1/phones?state=unknown,on_backup&q=X&page=2", "");
        for (String device : List.of(RICH, "x4", "x5", "gone", "late")) {
            String phone = "/api/v1/phones/" + device;
            check("GET", PHONE, phone, "");
            check("GET", PHONE + "/transitions", phone + "/transitions?size=1", "");
            check("GET", PHONE + "/transitions", phone + "/transitions?before=7.9", "");
        }
        check("GET", "/api/v1/incidents", "/api/v1/incidents", "");
        check("GET", "/api/v1/incidents", "/api/v1/incidents?state=closed", "");
        check("GET", "/api/v1/incidents/{id}", "/api/v1/incidents/" + incident(), "");
        check("GET", "/api/v1/map", "/api/v1/map", "");
        check("GET", "/api/v1/map", "/api/v1/map?at=2026-11-21T10:00:06Z", "");
        String frames = "/api/v1/map/frames";
        check("GET", frames, frames + "?from=2026-11-21T10:00:00Z&steps=3", "");
        check("GET", "/api/v1/alerts", "/api/v1/alerts", "");
        check("GET", "/api/v1/drill", "/api/v1/drill", "");
        check("GET", "/api/v1/sessions", "/api/v1/sessions", "");
        check("GET", "/api/v1/invitations", "/api/v1/invitations", "");
        check("GET", "/healthz", "/healthz", "");
        assertThat(live.json("/api/v1/phones/x4/transitions").toString()).contains("\"gap\"");
        assertThat(live.json("/api/v1/alerts").toString()).contains("incident", "history_gap");
    }

    @Test
    void aLadderIsAsDocumentedInAllItsForms() {
        String ladder = PHONE + "/ladder";
        String of = "/api/v1/phones/" + RICH + "/ladder?trace=" + TRACE;
        check("GET", ladder, of, "");
        check("GET", ladder, of + "&format=text", "");
        check("GET", ladder, of + "&line=1&format=pcap", "");
        check("GET", ladder, "/api/v1/phones/late/ladder", "");
    }

    @Test
    void whatIsChangedIsAsDocumented() {
        String until = live.now().plusSeconds(3600).toString();
        String silence = "{\"kind\":\"blind\",\"until\":\"" + until + "\",\"note\":\"test\"}";
        JsonObject made = check("POST", "/api/v1/silences", "/api/v1/silences", silence);
        check("GET", "/api/v1/silences", "/api/v1/silences", "");
        String id = made.get("id").getAsString();
        assertThat(live.send("DELETE", "/api/v1/silences/" + id, "").statusCode()).isEqualTo(204);
        check("DELETE", "/api/v1/silences/{id}", "/api/v1/silences/" + id, "");
        check("PUT", "/api/v1/alerting", "/api/v1/alerting", "{\"for_s\":{\"blind\":5}}");
        check("PUT", "/api/v1/drill/{name}", "/api/v1/drill/" + A, "{\"pulled\":true}");
        check("GET", "/api/v1/audit", "/api/v1/audit?size=2", "");
        assertThat(live.send("DELETE", "/api/v1/session", "").statusCode()).isEqualTo(204);
    }

    @Test
    void problemsAreAsDocumented() {
        check("GET", PHONE, "/api/v1/phones/nobody", "");
        check("GET", PHONE + "/ladder", "/api/v1/phones/x0/ladder?trace=no", "");
        check("GET", "/api/v1/incidents/{id}", "/api/v1/incidents/none", "");
        check("GET", "/api/v1/map/frames", "/api/v1/map/frames", "");
        check("GET", "/api/v1/map", "/api/v1/map?at=noon", "");
        check("PUT", "/api/v1/drill/{name}", "/api/v1/drill/none", "{\"pulled\":true}");
        check("PUT", "/api/v1/drill/{name}", "/api/v1/drill/" + A, "{}");
        check("POST", "/api/v1/silences", "/api/v1/silences", "{\"until\":\"no\"}");
        check("POST", "/api/v1/silences", "/api/v1/silences", "{");
        check("PUT", "/api/v1/alerting", "/api/v1/alerting", "{\"for_s\":{\"no\":1}}");
        check("POST", "/api/v1/alerting/test", "/api/v1/alerting/test", "{\"id\":\"none\"}");
        check("DELETE", "/api/v1/sessions/{id}", "/api/v1/sessions/none", "");
        check("DELETE", "/api/v1/invitations/{id}", "/api/v1/invitations/none", "");
        check(
                "POST",
                "/api/v1/invitations",
                "/api/v1/invitations",
                "{\"role\":\"viewer\",\"name\":\"Ana\"}");
        check("GET", "/enter", "/enter?code=x", "");
        check("POST", "/enter", "/enter?code=x", "");
    }

    @Test
    void withoutADatabaseAnswersAreStillAsDocumented() {
        live.store.gone(true);
        try {
            JsonObject phone = check("GET", PHONE, "/api/v1/phones/" + RICH, "");
            assertThat(phone.get("partial").getAsBoolean()).isTrue();
            assertThat(phone.get("bar").isJsonNull()).isTrue();
            JsonObject page = check("GET", "/api/v1/incidents", "/api/v1/incidents", "");
            assertThat(page.get("partial").getAsBoolean()).isTrue();
            String transitions = "/api/v1/phones/" + RICH + "/transitions";
            check("GET", PHONE + "/transitions", transitions, "");
            assertThat(live.send("GET", transitions, "").headers().firstValue("Retry-After"))
                    .contains("5");
            check("GET", "/api/v1/audit", "/api/v1/audit", "");
        } finally {
            live.store.gone(false);
        }
    }

    @Test
    void whatBrowsersAreToldIsAsDocumented() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request =
                HttpRequest.newBuilder(live.uri("/api/v1/events"))
                        .header("Last-Event-ID", "1")
                        .build();
        HttpResponse<InputStream> stream =
                LiveDashboard.CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (InputStream in = stream.body()) {
            Thread reader = new Thread(() -> read(in, lines));
            reader.setDaemon(true);
            reader.start();
            await().atMost(SOON).until(() -> lines.contains("event: reset"));
            assertThat(lines).contains("data: {}");
            Told phone = Told.by("new");
            live.hear(phone.settled().toArray(News[]::new));
            await().atMost(SOON)
                    .until(() -> lines.stream().anyMatch(line -> line.contains("\"new\"")));
        }
        List<String> updates =
                lines.stream().filter(line -> line.startsWith("data: {\"t\"")).toList();
        assertThat(updates).isNotEmpty();
        for (String update : updates) {
            assertThat(API.violations("Update", parsed(update.substring(6)))).isEmpty();
        }
    }

    private static void read(InputStream in, List<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    @Test
    void whatAWebhookIsToldIsAsDocumented() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    told.add(
                            exchange.getRequestHeaders().getFirst("Content-Type")
                                    + "\n"
                                    + new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        receiver.start();
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?key=1";
            JsonObject set =
                    check(
                            "PUT",
                            "/api/v1/alerting",
                            "/api/v1/alerting",
                            "{\"webhooks\":[{\"url\":\"" + url + "\"}]}");
            JsonObject hook = set.getAsJsonArray("webhooks").get(0).getAsJsonObject();
            assertThat(hook.get("url").getAsString()).endsWith("/…");
            String id = "{\"id\":" + hook.get("id") + "}";
            check("POST", "/api/v1/alerting/test", "/api/v1/alerting/test", id);
        } finally {
            receiver.stop(0);
        }
        String[] event = told.get(0).split("\n", 2);
        assertThat(event[0]).startsWith("application/cloudevents+json");
        assertThat(API.violations("CloudEvent", parsed(event[1]))).isEmpty();
    }

    @Test
    void theCheckItselfFindsWhatIsWrong() {
        JsonObject row = LiveDashboard.first(live.json("/api/v1/phones"), "phones");
        assertThat(API.violations("PhoneRow", row)).isEmpty();
        row.addProperty("state", "asleep");
        row.remove("why");
        row.add("extra", new JsonPrimitive(1));
        row.addProperty("since", "yesterday");
        row.addProperty("calls", -1);

        assertThat(API.violations("PhoneRow", row)).hasSize(5);
    }

    private static JsonElement parsed(String text) {
        return JsonParser.parseString(text);
    }

    private static String incident() {
        return LiveDashboard.first(live.json("/api/v1/incidents"), "incidents")
                .get("id")
                .getAsString();
    }

    private static JsonObject check(String method, String template, String path, String body) {
        HttpResponse<String> reply = live.send(method, path, body);
        String type = reply.headers().firstValue("Content-Type").orElse("");
        boolean json = type.endsWith("json");
        JsonElement answer = json ? parsed(reply.body()) : new JsonPrimitive(reply.body());

        assertThat(API.violations(method + " " + template, reply.statusCode(), type, answer))
                .as("%s %s: %s %s", method, path, reply.statusCode(), reply.body())
                .isEmpty();
        assertThat(reply.statusCode()).as(reply.body()).isNotEqualTo(500);
        return json ? answer.getAsJsonObject() : new JsonObject();
    }
}
