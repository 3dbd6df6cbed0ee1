// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.DashboardScene.SOON;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.DashboardScene;
import org.linekeeper.dashboard.fleet.Told;

class AlertRoutesTest {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer hook;
    private DashboardScene fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = new DashboardScene();
        InetAddress here = InetAddress.getLoopbackAddress();
        hook = HttpServer.create(new InetSocketAddress(here, 0), 0);
        hook.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    boolean refused = refusals.getAndDecrement() > 0;
                    if (!refused) {
                        posted.add(new String(body, StandardCharsets.UTF_8));
                    }
                    exchange.sendResponseHeaders(refused ? 503 : 204, -1);
                    exchange.close();
                });
        hook.start();
    }

    @AfterEach
    void close() {
        fleet.close();
        hook.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + hook.getAddress().getPort() + "/in?token=secret";
    }

    private JsonObject sent(String method, String path, String body, int status) {
        HttpResponse<String> response = fleet.send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private void outage() {
        for (Told phone : fleet.settled(3)) {
            fleet.hear(phone.at(5).moves("on_primary", "switching", "no_answer", B));
        }
    }

    @Test
    void anIncidentIsPostedOnceAlsoToOneThatRefusesAtFirst() {
        refusals.set(1);
        sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        outage();
        await().atMost(SOON).until(() -> !posted.isEmpty());
        JsonObject event = JsonParser.parseString(posted.get(0)).getAsJsonObject();
        assertThat(event.get("type").getAsString()).isEqualTo("org.linekeeper.alert.fired.v1");
        assertThat(event.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("incident");
        await().atMost(SOON)
                .until(() -> fleet.json("alerts").toString().contains("\"state\":\"ok\""));
        assertThat(posted).hasSize(1);
        assertThat(fleet.json("alerts").toString()).doesNotContain("secret");
    }

    @Test
    void underASilenceNobodyIsTold() {
        sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        String until = "\"until\":\"2026-11-21T11:00:00Z\"";
        JsonObject silence =
                sent(
                        "POST",
                        "silences",
                        "{\"server\":\"pbx-a\"," + until + ",\"note\":\"x\"}",
                        201);
        outage();
        await().atMost(SOON)
                .until(() -> fleet.json("alerts").toString().contains("\"kind\":\"incident\""));
        assertThat(fleet.json("overview").get("alerts").getAsInt()).isZero();
        String id = silence.get("id").getAsString();
        assertThat(silence.get("by").getAsString()).isEqualTo("local");
        assertThat(fleet.send("DELETE", "silences/" + id, "").statusCode()).isEqualTo(204);
        fleet.now = fleet.now.plusSeconds(2);
        await().atMost(SOON).until(() -> posted.size() == 1);
        assertThat(fleet.send("DELETE", "silences/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsSetSurvivesARestart() throws IOException {
        sent(
                "PUT",
                "alerting",
                "{\"for_s\":{\"incident\":7},\"webhooks\":[{\"url\":\"" + url() + "\"}]}",
                200);
        sent("POST", "silences", "{\"until\":\"2026-11-21T11:00:00Z\"}", 201);
        fleet.restart();
        await().atMost(SOON)
                .until(() -> fleet.json("alerts").toString().contains("\"incident\":7"));
        assertThat(fleet.json("silences").getAsJsonArray("silences")).hasSize(1);
        assertThat(fleet.json("alerts").getAsJsonArray("webhooks")).hasSize(1);
    }

    @Test
    void aWebhookIsTriedOutAndKeptByItsId() {
        JsonObject set =
                sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        JsonArray hooks = set.getAsJsonArray("webhooks");
        String id = hooks.get(0).getAsJsonObject().get("id").getAsString();
        assertThat(
                        sent("POST", "alerting/test", "{\"id\":\"" + id + "\"}", 200)
                                .get("status")
                                .getAsInt())
                .isEqualTo(204);
        sent("PUT", "alerting", "{\"webhooks\":[{\"id\":\"" + id + "\"}]}", 200);
        assertThat(
                        sent("POST", "alerting/test", "{\"id\":\"" + id + "\"}", 200)
                                .get("status")
                                .getAsInt())
                .isEqualTo(204);
        assertThat(posted).hasSize(2);
    }

    @Test
    void theAuditSaysWhatWasDoneWithoutAnySecret() {
        sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        String host = "127.0.0.1:" + hook.getAddress().getPort();
        assertThat(lastDeed()).isEqualTo("200 added=" + host);
        JsonObject set =
                sent(
                        "PUT",
                        "alerting",
                        "{\"for_s\":{\"incident\":7,\"blind\":0},\"webhooks\":"
                                + "[{\"url\":\"https://ana:pass@pager.example/hook/secret\"}]}",
                        200);
        assertThat(lastDeed())
                .isEqualTo(
                        "200 for_s.incident=7 for_s.blind=0 added=pager.example removed=" + host);
        String id = set.getAsJsonArray("webhooks").get(0).getAsJsonObject().get("id").getAsString();
        sent("PUT", "alerting", "{\"webhooks\":[{\"id\":\"" + id + "\"}]}", 200);
        assertThat(lastDeed()).as("as it was").isEqualTo("200");
        sent("PUT", "alerting", "{\"for_s\":{\"blind\":-1}}", 422);
        assertThat(lastDeed()).isEqualTo("422 for_s.blind=-1");

        String until = "2026-11-21T11:00:00Z";
        String body = "{\"server\":\"pbx-a\",\"until\":\"" + until + "\"}";
        String silence = sent("POST", "silences", body, 201).get("id").getAsString();
        assertThat(lastDeed()).isEqualTo("201 server=pbx-a until=" + until + " id=" + silence);
        fleet.send("DELETE", "silences/" + silence, "");
        assertThat(lastDeed())
                .isEqualTo("204 kind=all server=pbx-a until=2026-11-21T11:00:00.000Z by=local");
        assertThat(fleet.json("audit").toString()).doesNotContain("secret", "pass", "ana");
    }

    private String lastDeed() {
        JsonObject page = fleet.json("audit?size=1");
        return page.getAsJsonArray("entries").get(0).getAsJsonObject().get("detail").getAsString();
    }

    @Test
    void withAFullDatabaseNothingIsPromised() {
        fleet.settled(1);
        fleet.store.full(true);
        String until = "{\"until\":\"2026-11-21T11:00:00Z\"}";
        sent("POST", "silences", until, 503);
        assertThat(fleet.json("silences").getAsJsonArray("silences")).isEmpty();
        sent("PUT", "alerting", "{\"for_s\":{\"incident\":7}}", 503);
        assertThat(fleet.json("alerts").toString()).contains("\"incident\":0");
        fleet.store.full(false);
        sent("POST", "silences", until, 201);
    }

    @Test
    void aStartOnAFullDatabaseTellsNobodyTwiceAndEndsWhatBeganBefore() throws Exception {
        sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        List<Told> phones = fleet.settled(40);
        phones.forEach(
                each -> fleet.hear(each.at(5).moves("on_primary", "switching", "no_answer", B)));
        await().atMost(SOON).until(() -> kept("alerting", "told").contains("40 phones"));
        String id = idOf(posted.get(0));
        assertThat(posted).hasSize(1);
        fleet.store.full(true);
        fleet.restart();
        await().atMost(SOON)
                .until(() -> fleet.json("incidents?state=open").toString().contains(":40"));
        phones.forEach(
                each -> fleet.hear(each.at(9).moves("switching", "on_primary", "returned", A)));
        fleet.awaitCount("on_primary", 40);
        fleet.now = fleet.now.plusSeconds(90);
        await().atMost(SOON).until(() -> posted.size() == 2);
        assertThat(idOf(posted.get(1))).isEqualTo(id);
        assertThat(posted.get(1)).contains("alert.resolved.v1");
        assertThat(kept("alerting", "told")).contains(id);
        fleet.store.full(false);
        await().atMost(SOON).until(() -> kept("alerting", "told").equals("[]"));
    }

    private static String idOf(String event) {
        return JsonParser.parseString(event)
                .getAsJsonObject()
                .getAsJsonObject("data")
                .get("alert")
                .getAsString();
    }

    private String kept(String kind, String key) throws StoreGone {
        return fleet.store.get(kind, key).map(Shelf.Document::text).orElse("");
    }

    @Test
    void whatNobodyTookBeforeARestartIsPostedAfterIt() throws Exception {
        refusals.set(1_000_000);
        sent("PUT", "alerting", "{\"webhooks\":[{\"url\":\"" + url() + "\"}]}", 200);
        outage();
        await().atMost(SOON)
                .until(() -> fleet.json("alerts").toString().contains("\"state\":\"failing\""));
        refusals.set(0);
        fleet.restart();
        await().atMost(SOON).until(() -> posted.size() == 1);
        assertThat(posted.get(0)).contains("alert.fired.v1");
        await().atMost(SOON).until(() -> kept("alerting", "waiting").equals("[]"));
        assertThat(kept("alerting", "told")).contains(idOf(posted.get(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | silences | {} | 422 | until",
                "POST | silences | {'until':'soon'} | 422 | until",
                "POST | silences | {'until':'2020-01-01T00:00:00Z'} | 422 | until",
                "POST | silences | {'until':'2090-01-01T00:00:00Z'} | 422 | within a year",
                "POST | silences | {'until':'2026-11-21T11:00:00Z','who':'x'} | 422 | who",
                "POST | silences | {'until':'2026-11-21T11:00:00Z','kind':'x'} | 422 | kind",
                "PUT | alerting | {'for_s':{'incident':-1}} | 422 | incident",
                "PUT | alerting | {'for_s':{'moon':1}} | 422 | moon",
                "PUT | alerting | {'for_s':7} | 422 | for_s",
                "PUT | alerting | {'webhooks':[{'url':'file:///etc/passwd'}]} | 422 | url",
                "PUT | alerting | {'webhooks':[7]} | 422 | webhook",
                "PUT | alerting | {'webhooks':[{'id':'none'}]} | 404 | webhook",
                "POST | alerting/test | {'id':'none'} | 404 | webhook",
                "PUT | alerting | [] | 422 | object",
            })
    void whatCannotBeIsRefused(String method, String path, String body, int status, String word) {
        HttpResponse<String> refused = fleet.send(method, path, body.replace('\'', '"'));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(refused.body()).contains(word);
    }
}
