// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.FleetEar.word;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** A phone, a real mosquitto and the dashboard: what the fleet's owner gets to see of it. */
public class DashboardPhoneIT {
    private static final String DESK = "/api/v1/phones/desk-1";

    /** T1 with which a phone that has to wait for a busy machine does not give its primary up. */
    private static final int UNHURRIED_MS = 200;

    @ClassRule public static final Chromium CHROMIUM = new Chromium();
    @Rule public final TwoServers scene = new TwoServers();

    private RealMosquitto broker;

    @Before
    public void broker() throws Exception {
        broker = scene.closed(RealMosquitto.start(scene.directory().resolve("mosquitto")));
    }

    private DashboardProcess dashboard(String home) throws Exception {
        return scene.closed(
                DashboardProcess.start(scene.directory().resolve(home), "--mqtt", broker.url()));
    }

    /** A phone that has left its primary for the backup, as the dashboard knows. */
    private PhoneProcess phoneThatMoved(DashboardProcess dashboard) throws Exception {
        PhoneProcess phone =
                scene.phoneOnPrimary(
                        scene.file(UNHURRIED_MS),
                        "--mqtt",
                        broker.url(),
                        "--device-id",
                        "desk-1",
                        "--site",
                        "Berlin");
        scene.primary().silent();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), SOON);
        until("the dashboard knows", () -> isOnBackup(dashboard));
        return phone;
    }

    /** By its transitions, and by what it showed of itself after them. */
    private static boolean isOnBackup(DashboardProcess dashboard) throws Exception {
        if (dashboard.send("GET", DESK, "").statusCode() != 200) {
            return false;
        }
        JsonObject phone = dashboard.get(DESK);
        return word(phone, "state").equals("on_backup")
                && list(phone, "detail").stream()
                        .allMatch(line -> word(line, "state").equals("on_backup"));
    }

    private static List<JsonObject> list(JsonObject answer, String name) {
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement each : answer.getAsJsonArray(name)) {
            all.add(each.getAsJsonObject());
        }
        return all;
    }

    @Test
    public void whatTheBrokerRetainsIsEnoughWhenTheDatabaseIsLost() throws Exception {
        DashboardProcess first = dashboard("first");
        PhoneProcess phone = phoneThatMoved(first);
        JsonObject known = first.get(DESK);
        first.kill();
        phone.freeze();

        DashboardProcess second = dashboard("without-a-history");
        until("it is known again", () -> isOnBackup(second));
        JsonObject rebuilt = second.get(DESK);
        for (String field : List.of("server", "site", "firmware", "epoch", "policy", "detail")) {
            assertThat(rebuilt.get(field)).as(field).isEqualTo(known.get(field));
        }
        assertThat(rebuilt.get("online").getAsBoolean()).isTrue();
        assertThat(second.get("/api/v1/overview").get("phones").getAsInt()).isEqualTo(1);
        assertThat(list(second.get(DESK + "/transitions"), "transitions")).isEmpty();
        second.stop();
    }

    /** What a phone notes between messages is said in the page's language. */
    @Test
    public void theNotesOfALadderAreChineseOnAChinesePage() throws Exception {
        scene.primary().challenge(true);
        scene.backup().challenge(true);
        DashboardProcess dashboard = dashboard("fleet");
        phoneThatMoved(dashboard);
        Page page = CHROMIUM.page(new Chromium.Look(1280, false, "zh-CN"));
        page.navigate(dashboard.address() + "phones/desk-1");
        page.locator(".transitions a").first().click();
        page.locator(".step.is-decision").first().waitFor();
        List<String> notes =
                page.locator(".step.is-decision .title, .step.is-timer .title").allTextContents();
        assertThat(notes).hasSizeGreaterThan(4).allMatch(note -> note.matches(".*\\p{IsHan}.*"));
        assertThat(notes)
                .contains("状态 主用 → 切换中（服务器无应答）")
                .anyMatch(note -> note.startsWith("REGISTER（127.0.0.1:"));
        CHROMIUM.assertQuiet();
        CHROMIUM.closePages();
    }

    @Test
    public void theCaptureOfALadderOpensInWireshark() throws Exception {
        Path tshark = RealServers.need("tshark", "tshark");
        scene.primary().challenge(true);
        scene.backup().challenge(true);
        DashboardProcess dashboard = dashboard("fleet");
        phoneThatMoved(dashboard);
        JsonObject ladder = dashboard.get(DESK + "/ladder");
        Path file = scene.directory().resolve("ladder.pcap");
        dashboard.fetch(DESK + "/ladder?format=pcap", file);

        List<String> expected = new ArrayList<>();
        for (JsonObject step : list(ladder, "steps")) {
            if (word(step, "kind").equals("message")) {
                expected.add(word(step, "text").split("\r?\n", 2)[0]);
            }
        }
        Process read =
                new ProcessBuilder(
                                tshark.toString(),
                                "-n",
                                "-r",
                                file.toString(),
                                "-T",
                                "fields",
                                "-E",
                                "separator=|",
                                "-e",
                                "ip.checksum.status",
                                "-e",
                                "_ws.malformed",
                                "-e",
                                "sip.Request-Line",
                                "-e",
                                "sip.Status-Line",
                                "-o",
                                "ip.check_checksum:TRUE",
                                "-d",
                                "udp.port==" + scene.primary().port() + ",sip",
                                "-d",
                                "udp.port==" + scene.backup().port() + ",sip")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String text = new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(read.waitFor()).isZero();
        assertThat(expected)
                .anyMatch(line -> line.startsWith("REGISTER "))
                .contains("SIP/2.0 200 OK");
        assertThat(text.lines().map(line -> line.replaceFirst("\\|+$", "")))
                .containsExactlyElementsOf(
                        expected.stream()
                                .map(line -> (line.startsWith("SIP/") ? "1|||" : "1||") + line)
                                .toList());
    }
}
