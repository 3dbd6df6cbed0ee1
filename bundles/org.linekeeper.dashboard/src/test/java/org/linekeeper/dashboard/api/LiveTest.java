// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.DashboardScene.SOON;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.dashboard.DashboardScene;
import org.linekeeper.dashboard.fleet.Told;

class LiveTest {
    private DashboardScene fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = new DashboardScene();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static JsonObject first(JsonObject page, String name) {
        return page.getAsJsonArray(name).get(0).getAsJsonObject();
    }

    @Test
    void theFirstPageSaysWhoLooks() {
        fleet.settled(2);
        JsonObject overview = fleet.json("overview");
        assertThat(overview.getAsJsonObject("user").get("role").getAsString())
                .isEqualTo("operator");
        assertThat(overview.get("phones").getAsInt()).isEqualTo(2);
        assertThat(first(overview, "servers").get("server").getAsString()).isEqualTo(A);
        assertThat(overview.getAsJsonObject("freshness").get("received").getAsInt()).isEqualTo(12);
    }

    @Test
    void aStreamTellsWhatChangesAndGoesOnWhereItStopped() throws IOException {
        Told phone = fleet.settled(1).get(0);
        HttpURLConnection connection =
                (HttpURLConnection) fleet.uri("events").toURL().openConnection();
        connection.setReadTimeout(10_000);
        String id = "";
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8))) {
            reader.readLine();
            fleet.hear(phone.at(3).moves("on_primary", "on_backup", "tcp_closed", B));
            String line = reader.readLine();
            while (!line.contains("\"device\":\"x0\"")) {
                id = line.startsWith("id: ") ? line.substring(4) : id;
                line = reader.readLine();
            }
            assertThat(line).contains("\"state\":\"on_backup\"");
        }
        String before = Long.toString(Long.parseLong(id) - 1);
        HttpURLConnection again = (HttpURLConnection) fleet.uri("events").toURL().openConnection();
        again.setRequestProperty("Last-Event-ID", before);
        again.setReadTimeout(10_000);
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(again.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo(":");
            reader.readLine();
            assertThat(reader.readLine()).isEqualTo("event: update");
            assertThat(reader.readLine()).isEqualTo("id: " + id);
        }
    }

    @Test
    void aBlindDashboardIsNotHealthy() {
        fleet.settled(1);
        assertThat(fleet.get("/healthz").statusCode()).isEqualTo(200);
        fleet.now = Told.START.plusSeconds(11);
        fleet.broker = false;
        await().atMost(SOON).until(() -> fleet.get("/healthz").statusCode() == 503);
        JsonObject freshness = fleet.json("overview").getAsJsonObject("freshness");
        assertThat(freshness.get("state").getAsString()).isEqualTo("blind");
        assertThat(freshness.getAsJsonObject("broker").get("trouble").getAsString())
                .isEqualTo("It does not answer.");
    }

    @Test
    void aPlugIsPulledByAnOperatorAndByNobodyElse() {
        assertThat(fleet.json("drill").toString()).contains("\"pulled\":false");
        assertThat(fleet.send("PUT", "drill/pbx-a", "{\"pulled\":true}").statusCode())
                .isEqualTo(200);
        assertThat(fleet.plugs).containsEntry("pbx-a", true);
        assertThat(fleet.send("PUT", "drill/pbx-z", "{\"pulled\":true}").statusCode())
                .isEqualTo(404);
        assertThat(fleet.send("PUT", "drill/pbx-a", "{\"pulled\":\"no\"}").statusCode())
                .isEqualTo(422);
        String[] foreign = {"Origin", "http://evil.example"};
        assertThat(fleet.send("PUT", "drill/pbx-a", "{\"pulled\":false}", foreign).statusCode())
                .isEqualTo(403);
        assertThat(fleet.plugs).containsEntry("pbx-a", true);
    }

    @Test
    void anIncidentIsOpenThenClosedAndKept() {
        List<Told> phones = fleet.settled(6);
        phones.forEach(
                phone -> fleet.hear(phone.at(10).moves("on_primary", "switching", "no_answer", B)));
        await().atMost(SOON)
                .until(
                        () ->
                                fleet.json("incidents?state=open")
                                        .toString()
                                        .contains("\"phones\":6"));
        String id = first(fleet.json("incidents"), "incidents").get("id").getAsString();
        assertThat(fleet.json("incidents?state=closed").getAsJsonArray("incidents")).isEmpty();
        for (Told phone : phones) {
            fleet.hear(phone.at(14).moves("switching", "on_backup", "registered", B));
            fleet.hear(phone.at(50).moves("on_backup", "on_primary", "returned", A));
        }
        fleet.awaitCount("on_primary", 6);
        fleet.now = Told.START.plusSeconds(90);
        await().atMost(SOON)
                .until(
                        () ->
                                !fleet.json("incidents?state=closed")
                                        .getAsJsonArray("incidents")
                                        .isEmpty());
        JsonObject page = fleet.json("incidents/" + id);
        assertThat(page.get("median_ms").getAsLong()).isEqualTo(4_000);
        assertThat(page.getAsJsonArray("members")).hasSize(6);
        assertThat(page.getAsJsonArray("curve").size()).isLessThanOrEqualTo(120);
        assertThat(fleet.get("incidents/none").statusCode()).isEqualTo(404);
    }

    @Test
    void metricsNameServersAndNeverAPhone() {
        fleet.settled(3);
        String metrics = fleet.get("/metrics").body();
        assertThat(metrics)
                .contains(
                        "linekeeper_phones{server=\"pbx-a\",site=\"Graz\",state=\"on_primary\"} 3")
                .contains("linekeeper_collector_left_out_total{why=\"malformed\"} 2")
                .endsWith("# EOF\n")
                .doesNotContain("x0", "x1", "x2");
    }
}
