// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.DashboardScene;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.schema.Gap;

class PhonesTest {
    private DashboardScene fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = new DashboardScene();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static List<String> devices(JsonObject page) {
        List<String> names = new ArrayList<>();
        page.getAsJsonArray("phones")
                .forEach(row -> names.add(row.getAsJsonObject().get("device").getAsString()));
        return names;
    }

    @Test
    void aPageOfTheListIsWhatItsAddressSays() {
        List<Told> phones = fleet.settled(5);
        fleet.hear(phones.get(3).at(7).moves("on_primary", "on_backup", "tcp_closed", B));
        fleet.awaitCount("on_backup", 1);
        assertThat(devices(fleet.json("phones?size=2&page=2"))).containsExactly("x2", "x3");
        assertThat(devices(fleet.json("phones?state=on_backup,switching"))).containsExactly("x3");
        assertThat(devices(fleet.json("phones?server=" + B))).containsExactly("x3");
        assertThat(devices(fleet.json("phones?q=X2"))).containsExactly("x2");
        assertThat(devices(fleet.json("phones?sort=-since&size=1"))).containsExactly("x3");
        JsonObject row =
                fleet.json("phones?q=x3").getAsJsonArray("phones").get(0).getAsJsonObject();
        assertThat(row.get("state").getAsString()).isEqualTo("on_backup");
        assertThat(row.get("since").getAsString()).isEqualTo("2026-11-21T10:00:07.000Z");
        assertThat(row.get("site").getAsString()).isEqualTo("Graz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phones?size=0",
                "phones?size=201",
                "phones?page=0",
                "phones?page=99999999999",
                "phones?sort=colour",
                "phones?state=blue",
                "phones?size=1&size=2",
                "incidents?before=yesterday",
                "incidents?state=half",
                "incidents?size=many",
                "map?at=2026-13-01T00:00:00Z",
                "map/frames?from=2026-11-21T10:00:00Z&steps=1",
                "map/frames",
            })
    void whatCannotBeIsRefusedByName(String path) {
        HttpResponse<String> refused = fleet.get(path);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(refused.body()).contains("\"at\":");
    }

    @Test
    void aPhoneTellsItsLinesAndItsDay() {
        Told phone = fleet.settled(1).get(0);
        fleet.hear(phone.at(3600).moves("on_primary", "switching", "no_answer", B));
        fleet.hear(phone.at(3604).moves("switching", "on_backup", "registered", B));
        fleet.awaitCount("on_backup", 1);
        fleet.now = Told.START.plusSeconds(7200);
        JsonObject page = fleet.json("phones/x0");
        assertThat(page.get("firmware").getAsString()).isEqualTo("fanvil-x4u/2.12.1");
        JsonObject line = page.getAsJsonArray("detail").get(0).getAsJsonObject();
        assertThat(line.get("aor").getAsString()).isEqualTo("sip:*01@pbx.example");
        JsonArray spans =
                page.getAsJsonObject("bar")
                        .getAsJsonArray("lines")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("spans");
        assertThat(spans.toString())
                .contains(
                        "{\"from\":\"2026-11-21T11:00:00.000Z\",\"to\":\"2026-11-21T11:00:04.000Z\","
                                + "\"state\":\"switching\"}");
        assertThat(fleet.get("phones/x0?tenant=other").statusCode()).isEqualTo(404);
        assertThat(fleet.get("phones/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aHistoryHasPagesHolesAndHowLongASwitchTook() {
        Told phone = fleet.settled(1).get(0);
        fleet.hear(phone.at(10).moves("on_primary", "switching", "no_answer", B));
        fleet.hear(phone.at(14).moves("switching", "on_backup", "registered", B));
        fleet.hear(
                new News.Recorded(
                        phone.name(), 7, new Gap(4, 9, Told.START, "overflow"), Told.START));
        fleet.hear(phone.numbers(7, 9).at(60).moves("on_backup", "on_primary", "returned", A));
        fleet.awaitCount("on_primary", 1);
        JsonObject first = fleet.json("phones/x0/transitions?size=3");
        JsonArray rows = first.getAsJsonArray("transitions");
        assertThat(rows.get(0).getAsJsonObject().get("why").getAsString()).isEqualTo("returned");
        assertThat(rows.get(1).getAsJsonObject().get("kind").getAsString()).isEqualTo("gap");
        assertThat(rows.get(1).getAsJsonObject().get("count").getAsInt()).isEqualTo(6);
        assertThat(rows.get(2).getAsJsonObject().get("took_ms").getAsLong()).isEqualTo(4_000);
        String next = first.get("next").getAsString();
        assertThat(next).isEqualTo("7.3");
        JsonObject second = fleet.json("phones/x0/transitions?size=3&before=" + next);
        assertThat(second.getAsJsonArray("transitions")).hasSize(2);
        assertThat(second.get("next").isJsonNull()).isTrue();
        assertThat(fleet.get("phones/x0/transitions?before=x").statusCode()).isEqualTo(422);
    }

    @Test
    void namesWithMarkupAreText() {
        String evil = "<img src=x onerror=alert(1)>\u202e";
        Told phone = Told.by(evil);
        fleet.hear(phone.settled().toArray(News[]::new));
        fleet.awaitCount("on_primary", 1);
        HttpResponse<String> page = fleet.get("phones");
        assertThat(page.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(devices(fleet.json("phones"))).containsExactly(evil);
        String path = URLEncoder.encode(evil, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(fleet.get("phones/" + path).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutADatabaseThePhoneIsStillShown() {
        fleet.settled(1);
        fleet.store.gone(true);
        JsonObject page = fleet.json("phones/x0");
        assertThat(page.get("partial").getAsBoolean()).isTrue();
        assertThat(page.get("state").getAsString()).isEqualTo("on_primary");
        HttpResponse<String> history = fleet.get("phones/x0/transitions");
        assertThat(history.statusCode()).isEqualTo(503);
        assertThat(history.body()).contains("The database is away.");
        assertThat(fleet.json("incidents").get("partial").getAsBoolean()).isTrue();
    }

    @Test
    void theMapCountsByServerAndSiteNowAndThen() {
        List<Told> phones = fleet.settled(3);
        for (Told phone : phones) {
            fleet.hear(phone.at(100).moves("on_primary", "on_backup", "tcp_closed", B));
            fleet.hear(phone.at(200).moves("on_backup", "on_primary", "returned", A));
        }
        fleet.now = Told.START.plusSeconds(400);
        fleet.awaitCount("on_primary", 3);
        assertThat(fleet.json("map").getAsJsonArray("bands").get(0).toString())
                .startsWith("{\"server\":\"pbx-a\",\"site\":\"Graz\",\"phones\":3");
        JsonObject then = fleet.json("map?at=2026-11-21T10:02:30Z");
        assertThat(then.getAsJsonArray("bands").get(0).toString())
                .startsWith("{\"server\":\"pbx-b\",\"site\":\"Graz\",\"phones\":3");
        JsonArray frames =
                fleet.json(
                                "map/frames?from=2026-11-21T10:00:50Z&to=2026-11-21T10:04:10Z"
                                        + "&steps=5")
                        .getAsJsonArray("frames");
        assertThat(frames).hasSize(5);
        List<String> servers = new ArrayList<>();
        frames.forEach(
                frame ->
                        servers.add(
                                frame.getAsJsonObject()
                                        .getAsJsonArray("bands")
                                        .get(0)
                                        .getAsJsonObject()
                                        .get("server")
                                        .getAsString()));
        assertThat(servers).containsExactly(A, B, B, A, A);
    }
}
