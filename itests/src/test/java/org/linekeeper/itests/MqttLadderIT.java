// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.FleetEar.word;
import static org.linekeeper.itests.Scene.SOON;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** The fleet's owner asks for the ladder that a transition names, over a real mosquitto. */
public class MqttLadderIT {
    @Rule public final TwoServers scene = new TwoServers();

    private RealMosquitto broker;
    private FleetEar ear;

    private JsonObject ask(String key, String trace) throws Exception {
        int before = ear.on("up/resp").size();
        String json =
                "{\"v\":1,\"key\":\"%s\",\"cmd\":\"ladder\",\"line\":null,\"trace\":\"%s\"}"
                        .formatted(key, trace);
        assertThat(broker.publish("lk/1/default/desk-1/dn/cmd", json, false)).isZero();
        Scene.until("the answer", () -> ear.on("up/resp").size() > before);
        return ear.on("up/resp").get(before);
    }

    private static List<String> texts(JsonObject answer) {
        List<String> texts = new ArrayList<>();
        for (JsonElement step : answer.getAsJsonArray("ladder")) {
            texts.add(step.getAsJsonObject().get("text").getAsString());
        }
        return texts;
    }

    @Test
    public void theLadderThatATransitionNamesIsGivenWithoutNumbersAndCredentials()
            throws Exception {
        broker = scene.closed(RealMosquitto.start(scene.directory().resolve("mosquitto")));
        ear = scene.closed(FleetEar.at(broker.port()));
        scene.primary().challenge(true);
        scene.backup().challenge(true);
        PhoneProcess phone =
                scene.phoneOnPrimary(
                        scene.file(200), "--mqtt", broker.url(), "--device-id", "desk-1");
        scene.primary().silent();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), SOON);
        Scene.until("the switch is told", () -> ear.transitions().size() >= 3);

        List<JsonObject> told = ear.transitions();
        String trace = word(told.get(1), "trace");
        assertThat(word(told.get(2), "trace")).isEqualTo(trace);
        assertThat(word(told.get(0), "trace")).isNotIn(trace, "null");

        JsonObject answer = ask("k-1", trace);
        assertThat(word(answer, "st")).isEqualTo("done");
        assertThat(texts(answer))
                .contains("on_primary -> switching (no_answer)")
                .anyMatch(text -> text.matches("REGISTER at .*: no answer after .*, 4 sends"))
                .anyMatch(text -> text.startsWith("SIP/2.0 200 "))
                .anyMatch(text -> text.contains("From: <sip:*00@127.0.0.1>"));
        assertThat(answer.toString())
                .doesNotContain("secret", "sip:100@", "nonce", "response=", "realm=");
        JsonObject unknown = ask("k-2", "f3a1");
        assertThat(word(unknown, "st")).isEqualTo("refused");
        assertThat(word(unknown, "why")).isEqualTo("The phone has no ladder f3a1 (any more).");
    }
}
