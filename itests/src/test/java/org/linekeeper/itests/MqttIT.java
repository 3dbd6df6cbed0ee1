// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.FleetEar.word;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** What a phone tells a real mosquitto, as a person with mosquitto_sub reads it. */
public class MqttIT {
    @Rule public final TwoServers scene = new TwoServers();

    private RealMosquitto broker;
    private FleetEar ear;
    private PhoneProcess phone;

    private void start(String... options) throws Exception {
        broker = scene.closed(RealMosquitto.start(scene.directory().resolve("mosquitto")));
        ear = scene.closed(FleetEar.at(broker.port()));
        phone = phone(options);
    }

    private PhoneProcess phone(String... options) throws Exception {
        String[] all = new String[options.length + 4];
        System.arraycopy(options, 0, all, 4, options.length);
        all[0] = "--mqtt";
        all[1] = broker.url();
        all[2] = "--device-id";
        all[3] = "desk-1";
        return scene.phoneOnPrimary(scene.unhurried(), all);
    }

    private void acknowledge(long seq) throws Exception {
        long epoch = ear.on("up/ev").get(0).get("ep").getAsLong();
        String ack = "{\"ep\":" + epoch + ",\"seq\":" + seq + "}";
        assertThat(broker.publish("lk/1/default/desk-1/dn/ack", ack, true)).isZero();
    }

    @Test
    public void birthSnapshotAndEachTransitionAreToldInOrder() throws Exception {
        start();
        scene.primary().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
        Scene.until("both are told", () -> ear.story().size() >= 3);
        Scene.until("the snapshot", () -> word(lastLine(), "state").equals("on_backup"));
        phone.stop();
        Scene.until("the farewell", () -> ear.on("up/conn").size() == 2);

        assertThat(ear.story())
                .startsWith("registering on_primary registered")
                .endsWith("on_backup unregistered shutdown")
                .anyMatch(words -> words.contains(" on_backup "));
        List<JsonObject> told = ear.transitions();
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).get("seq").getAsLong()).isEqualTo(i + 1L);
        }
        JsonObject birth = ear.on("up/conn").get(0);
        JsonObject farewell = ear.on("up/conn").get(1);
        assertThat(word(birth, "st")).isEqualTo("online");
        assertThat(word(farewell, "st") + word(farewell, "why")).isEqualTo("offlineshutdown");
        assertThat(word(farewell, "sess")).isEqualTo(word(birth, "sess"));
        assertThat(ear.on("up/policy").get(0).get("id").getAsString()).isEqualTo("standard");
        assertThat(word(lastLine(), "aor")).isEqualTo("sip:*00@127.0.0.1");
    }

    private JsonObject lastLine() {
        List<JsonObject> states = ear.on("up/state");
        JsonObject last = states.get(states.size() - 1);
        return last.getAsJsonArray("lines").get(0).getAsJsonObject();
    }

    private int pending() {
        List<JsonObject> states = ear.on("up/state");
        JsonObject last = states.get(states.size() - 1);
        return last.getAsJsonObject("journal").get("pend").getAsInt();
    }

    @Test
    public void noCredentialAndNoFullNumberIsTold() throws Exception {
        scene.primary().challenge(true);
        start();
        String call = phone.dial("02079460123");
        phone.awaitCall(call, "state", "established", Scene.SOON);
        broker.publish(
                "lk/1/default/desk-1/dn/cmd",
                "{\"v\":1,\"key\":\"k\",\"cmd\":\"ladder\",\"line\":1}",
                false);
        Scene.until("the ladder", () -> !ear.on("up/resp").isEmpty());

        for (FleetEar.Heard each : ear.all()) {
            assertThat(each.text()).doesNotContain("secret", "0123", "02079460", "response=");
        }
        assertThat(ear.on("up/resp").get(0).toString()).contains("REGISTER", "*00@");
    }

    @Test
    public void whatIsNotAcknowledgedIsToldAgainAfterARestart() throws Exception {
        start();
        Scene.until("it is told", () -> ear.story().size() == 1);
        acknowledge(1);
        phone.register();
        phone.stop();
        Scene.until("the farewell", () -> ear.story().size() == 2);

        phone = phone();
        // The second one was never acknowledged; the first one was.
        Scene.until("told again", () -> ear.story().size() >= 4);
        assertThat(ear.transitions().stream().map(t -> t.get("seq").getAsInt()))
                .startsWith(1, 2, 2, 3);
    }

    @Test
    public void aBrokerThatIsAwayDelaysTheTellingOnly() throws Exception {
        start();
        Scene.until("it is told", () -> ear.story().size() == 1);
        broker.kill();
        scene.primary().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
        broker.startAgain();
        FleetEar after = scene.closed(FleetEar.at(broker.port()));

        Scene.until(
                "the switch is told",
                () -> after.story().stream().anyMatch(words -> words.contains(" on_backup ")));
        assertThat(after.on("up/conn").stream().anyMatch(c -> word(c, "why").equals("reconnected")))
                .isTrue();
        assertThat(phone.log().lines().filter(line -> line.contains("WARN")))
                .as(phone.log())
                .hasSize(1);
    }

    @Test
    public void whatIsAcknowledgedLeavesTheJournal() throws Exception {
        start();
        Scene.until("it is told", () -> ear.story().size() == 1);
        acknowledge(1);
        scene.primary().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
        Scene.until("the switch is told", () -> ear.story().size() == 3);
        Scene.until("they wait", () -> pending() > 0);
        acknowledge(3);
        scene.primary().up();
        phone.stop();
        phone = phone();
        Scene.until("a snapshot after the start", () -> ear.on("up/conn").size() == 3);
        // What is left is what the phone said when it stopped, and since it started.
        assertThat(ear.transitions().stream().map(t -> t.get("seq").getAsInt()).skip(3))
                .doesNotContain(1, 2, 3);
    }

    /** Half a minute passes before the broker gives the phone up. */
    @Test
    @Category(Full.class)
    public void aPhoneThatIsKilledIsSaidToBeGone() throws Exception {
        start();
        Scene.until("it is born", () -> ear.on("up/conn").size() == 1);
        phone.kill();
        org.awaitility.Awaitility.await("the will")
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> ear.on("up/conn").size() == 2);
        JsonObject will = ear.on("up/conn").get(1);
        assertThat(word(will, "st") + word(will, "why")).isEqualTo("offlinelwt");
        assertThat(word(will, "sess")).isEqualTo(word(ear.on("up/conn").get(0), "sess"));
    }
}
