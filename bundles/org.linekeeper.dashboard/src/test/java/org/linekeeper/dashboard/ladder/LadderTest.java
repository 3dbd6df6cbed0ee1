// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.dashboard.DashboardScene;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.schema.Step;

class LadderTest {
    private static final String REGISTER =
            "REGISTER sip:pbx.example SIP/2.0\r\nCSeq: 7 REGISTER\r\n\r\n";
    private static final String OK = "SIP/2.0 200 OK\r\nCSeq: 7 REGISTER\r\n\r\n";

    private DashboardScene fleet;
    private String trace;

    @BeforeEach
    void open() throws IOException {
        fleet = new DashboardScene();
        Told phone = fleet.settled(3).get(0);
        fleet.hear(phone.at(10).moves("on_primary", "switching", "no_answer", B));
        fleet.hear(phone.at(12).moves("switching", "on_backup", "registered", B));
        fleet.awaitCount("on_backup", 1);
        trace =
                fleet.json("phones/x0/transitions")
                        .getAsJsonArray("transitions")
                        .get(0)
                        .getAsJsonObject()
                        .get("trace")
                        .getAsString();
        fleet.ladders.put(trace, steps());
        fleet.now = Told.START.plusSeconds(15);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static List<Step> steps() {
        return List.of(
                message(8_000, "out", "192.0.2.10:5060", REGISTER),
                message(8_500, "out", "192.0.2.10:5060", REGISTER),
                note(10_000, "timer", "REGISTER at 192.0.2.10:5060/udp: no answer"),
                note(10_000, "decision", "on_primary -> switching (no_answer)"),
                note(10_000, "decision", "REGISTER goes to pbx-b (192.0.2.20:5062/udp)"),
                message(10_001, "out", "192.0.2.20:5062", REGISTER),
                message(12_000, "in", "192.0.2.20:5062", OK),
                message(12_300, "in", "192.0.2.10:5060", OK));
    }

    private static Step message(long ms, String dir, String peer, String text) {
        return new Step(
                Told.START.plusMillis(ms),
                60_000 + ms,
                "message",
                Optional.of(dir),
                Optional.of(peer),
                Optional.of("udp"),
                text);
    }

    private static Step note(long ms, String kind, String text) {
        return new Step(
                Told.START.plusMillis(ms),
                60_000 + ms,
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    @Test
    void aLadderHasTheServerThatFailedAndTheOneThatTookOver() {
        JsonObject ladder = fleet.json("phones/x0/ladder?trace=" + trace);
        JsonArray columns = ladder.getAsJsonArray("columns");
        assertThat(columns.toString())
                .isEqualTo(
                        "[{\"peer\":null,\"role\":\"phone\",\"label\":\"x0\"},"
                                + "{\"peer\":\"192.0.2.10:5060\",\"role\":\"primary\",\"label\":\"pbx-a\"},"
                                + "{\"peer\":\"192.0.2.20:5062\",\"role\":\"backup\",\"label\":\"pbx-b\"}]");
        assertThat(ladder.get("took_ms").getAsLong()).isEqualTo(2_000);
        JsonArray steps = ladder.getAsJsonArray("steps");
        JsonObject again = steps.get(1).getAsJsonObject();
        assertThat(again.get("again").getAsInt()).isEqualTo(1);
        assertThat(again.get("ms").getAsLong()).isEqualTo(500);
        assertThat(steps.get(3).getAsJsonObject().get("kind").getAsString()).isEqualTo("decision");
        JsonObject answer = steps.get(6).getAsJsonObject();
        assertThat(answer.get("title").getAsString()).isEqualTo("200 REGISTER");
        assertThat(answer.get("column").getAsInt()).isEqualTo(2);
    }

    @Test
    void aPhoneIsAskedOnceAndTheLadderIsKept() {
        fleet.json("phones/x0/ladder?trace=" + trace);
        fleet.ladders.clear();
        fleet.json("phones/x0/ladder?trace=" + trace);
        fleet.json("phones/x0/ladder");
        fleet.json("phones/x0/ladder?line=1");
        assertThat(fleet.asked).singleElement().matches(command -> command.what().equals("ladder"));
    }

    @Test
    void whyThereIsNoneIsSaid() {
        fleet.ladders.clear();
        HttpResponse<String> silent = fleet.get("phones/x0/ladder?trace=" + trace);
        assertThat(silent.statusCode()).isEqualTo(504);
        assertThat(silent.body()).contains("The phone does not answer.");
        fleet.ladders.put(trace, List.of());
        assertThat(fleet.get("phones/x0/ladder?trace=" + trace).statusCode()).isEqualTo(404);
        assertThat(fleet.get("phones/x0/ladder?trace=other").statusCode()).isEqualTo(404);
        assertThat(fleet.get("phones/nobody/ladder").statusCode()).isEqualTo(404);
        assertThat(fleet.get("phones/x0/ladder?line=0").statusCode()).isEqualTo(422);
        assertThat(fleet.get("phones/x0/ladder?format=gif").statusCode()).isEqualTo(422);
        fleet.store.gone(true);
        assertThat(fleet.get("phones/x0/ladder?trace=" + trace).statusCode()).isEqualTo(503);
    }

    @Test
    void asATextItIsWholeAndMasked() {
        HttpResponse<String> text = fleet.get("phones/x0/ladder?format=text");
        assertThat(text.headers().firstValue("Content-Disposition").orElse(""))
                .isEqualTo("attachment; filename=\"x0-" + trace + ".txt\"");
        assertThat(text.body())
                .contains("x0 | primary pbx-a (192.0.2.10:5060) | backup pbx-b (192.0.2.20:5062)")
                .contains("+0.500 to pbx-a 192.0.2.10:5060/udp again, 2\n    REGISTER sip:")
                .contains("+1.500 timer: REGISTER at")
                .contains("+1.999 from pbx-b 192.0.2.20:5062/udp\n    SIP/2.0 200 OK");
    }

    @Test
    void asACaptureItIsReadByOtherTools() {
        byte[] capture = fleet.bytes("phones/x0/ladder?format=pcap").body();
        ByteBuffer file = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(0)).isEqualTo(0xa1b2c3d4);
        assertThat(file.getInt(20)).as("raw IP").isEqualTo(101);
        int at = 24;
        int packets = 0;
        while (at < capture.length) {
            int length = file.getInt(at + 8);
            int ip = at + 16;
            int sum = 0;
            for (int i = 0; i < 20; i += 2) {
                sum += ((capture[ip + i] & 0xff) << 8) + (capture[ip + i + 1] & 0xff);
            }
            assertThat((sum & 0xffff) + (sum >> 16)).as("checksum").isEqualTo(0xffff);
            String text = new String(capture, ip + 28, length - 28, StandardCharsets.UTF_8);
            assertThat(text).matches("(?s)(REGISTER|SIP/2.0 200).*");
            at = ip + length;
            packets++;
        }
        assertThat(packets).isEqualTo(5);
        int last = capture.length - OK.length() - 28;
        assertThat(capture[last + 15]).as("from the primary").isEqualTo((byte) 10);
    }
}
