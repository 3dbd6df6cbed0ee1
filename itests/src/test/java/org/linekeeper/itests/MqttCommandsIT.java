// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.FleetEar.word;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.schema.Schemas;

/** What a fleet's owner asks of a phone over a real mosquitto. */
public class MqttCommandsIT {
    private static final String DOWN = "lk/1/acme/desk-1/dn/";

    @Rule public final TwoServers scene = new TwoServers();

    private RealMosquitto broker;
    private FleetEar ear;
    private PhoneProcess phone;

    @Before
    public void start() throws Exception {
        broker = scene.closed(RealMosquitto.start(scene.directory().resolve("mosquitto")));
        ear = scene.closed(FleetEar.at(broker.port()));
        phone =
                scene.phoneOnPrimary(
                        scene.unhurried(),
                        "--mqtt",
                        broker.url(),
                        "--tenant",
                        "acme",
                        "--device-id",
                        "desk-1");
        Scene.until("it is there", () -> !ear.on("up/state").isEmpty());
    }

    /** Sends a message that fits its schema, and gives the answer number {@code at}. */
    private JsonObject ask(String channel, String json, int at) throws Exception {
        assertThat(Schemas.problems(DOWN + channel, json)).isEmpty();
        return send(channel, json, at);
    }

    private JsonObject send(String channel, String json, int at) throws Exception {
        assertThat(broker.publish(DOWN + channel, json, channel.equals("desired"))).isZero();
        Scene.until("answer " + at, () -> ear.on("up/resp").size() >= at);
        return ear.on("up/resp").get(at - 1);
    }

    private static String command(String key, String word, String line, String level) {
        return "{\"v\":1,\"key\":\"%s\",\"cmd\":\"%s\",\"line\":%s,\"trace\":null,\"level\":%s}"
                .formatted(key, word, line, level);
    }

    @Test
    public void registerAndProbeAreDoneOnceForEachKey() throws Exception {
        String register = command("k-1", "register", "1", "null");
        assertThat(word(ask("cmd", register, 1), "st")).isEqualTo("done");
        assertThat(word(ask("cmd", register, 2), "key")).isEqualTo("k-1");
        assertThat(word(ask("cmd", command("k-2", "probe", "null", "null"), 3), "st"))
                .isEqualTo("done");

        Scene.until("the probe", () -> !scene.sends("OPTIONS", scene.primary()).isEmpty());
        assertThat(Attempts.await(scene, "REGISTER", scene.primary(), 1)).hasSize(1);
    }

    @Test
    public void whatCannotBeIsRefusedInOneSentence() throws Exception {
        JsonObject line = ask("cmd", command("k-1", "register", "7", "null"), 1);
        assertThat(word(line, "st")).isEqualTo("refused");
        assertThat(line.getAsJsonArray("results").get(0).toString()).contains("line 7");
        JsonObject dance = send("cmd", command("k-2", "dance", "null", "null"), 2);
        assertThat(word(dance, "why")).isEqualTo("This phone does not know the command.");
        JsonObject level = send("cmd", command("k-3", "log", "null", "\"loud\""), 3);
        assertThat(word(level, "why")).contains("error, warn, info");
    }

    @Test
    public void theLogsLevelChangesAtOnce() throws Exception {
        assertThat(word(ask("cmd", command("k-1", "log", "null", "\"warn\""), 1), "st"))
                .isEqualTo("done");
        scene.primary().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
        assertThat(phone.log()).contains("on_primary").doesNotContain("on_backup");

        ask("cmd", command("k-2", "log", "null", "\"info\""), 2);
        scene.primary().up();
        phone.register();
        phone.awaitState("on_primary", Scene.SOON);
        Scene.until("the log tells of it", () -> phone.log().contains("on_backup"));
    }

    @Test
    public void settingsAndOverridesAreAppliedLineByLineAndUndone() throws Exception {
        String json =
                "{\"v\":1,\"ver\":1,\"settings\":{\"fanvil.generation\":\"v2\"},"
                        + "\"lines\":[{\"line\":1,\"retry_s\":15},{\"line\":7,\"retry_s\":15}]}";
        JsonObject answer = ask("desired", json, 1);
        assertThat(word(answer, "key")).isEqualTo("desired-1");
        assertThat(word(answer, "st")).isEqualTo("partly");
        assertThat(config().get("retry_s").getAsInt()).isEqualTo(15);

        ask("desired", "{\"v\":1,\"ver\":2,\"settings\":{},\"lines\":[]}", 2);
        assertThat(config().get("retry_s").getAsInt()).isNotEqualTo(15);
        phone.register();
        phone.awaitState("on_primary", Scene.SOON);
    }

    private JsonObject config() throws Exception {
        return phone.get("config").getAsJsonArray().get(0).getAsJsonObject();
    }

    @Test
    public void rubbishIsCountedAndNothingElse() throws Exception {
        List<String> rubbish =
                List.of("", "{", "[]", "{\"v\":2}", "{\"v\":1,\"key\":\"\"}", "\u0001", "null");
        for (String text : rubbish) {
            broker.publish(DOWN + "cmd", text, false);
            broker.publish(DOWN + "ack", text, true);
            broker.publish(DOWN + "desired", text, true);
        }
        assertThat(word(ask("cmd", command("k-9", "probe", "1", "null"), 1), "st"))
                .isEqualTo("done");
        assertThat(phone.log()).doesNotContain("ERROR", "WARN");
    }
}
