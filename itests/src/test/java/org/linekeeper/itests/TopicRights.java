// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Who may say and hear what: one table for every broker that a fleet may have. What a broker
 * answers to a subscription is its own affair, as mosquitto grants each and delivers what is
 * allowed.
 */
public abstract class TopicRights {
    private static final int NOT_AUTHORIZED = 0x87;
    private static final List<String> NAMES = List.of("dev1", "dev2", "collector", "viewer");
    private static final String END = "lk/1/default/dev2/up/end";

    private record Saying(String user, String topic, boolean allowed) {}

    private record Hearing(String user, String filter, String topic, boolean allowed) {}

    private static final List<Saying> SAYINGS =
            List.of(
                    new Saying("dev1", "lk/1/default/dev1/up/ev", true),
                    new Saying("dev1", "lk/1/default/dev1/up/conn", true),
                    new Saying("dev1", "lk/1/default/dev2/up/ev", false),
                    new Saying("dev1", "lk/1/other/dev1/up/ev", false),
                    new Saying("dev1", "lk/1/default/dev1/dn/ack", false),
                    new Saying("dev1", "lk/1/default/dev2/dn/cmd", false),
                    new Saying("dev1", "lk/1/default/ring/canary/policy", false),
                    new Saying("dev1", "lk/1/default/blob/00", false),
                    new Saying("dev1", "lk/1/default/srv/state", false),
                    new Saying("dev1", "lk/2/default/dev1/up/ev", false),
                    new Saying("collector", "lk/1/default/dev1/dn/ack", true),
                    new Saying("collector", "lk/1/default/dev1/dn/cmd", true),
                    new Saying("collector", "lk/1/default/ring/canary/policy", true),
                    new Saying("collector", "lk/1/default/blob/00", true),
                    new Saying("collector", "lk/1/default/srv/state", true),
                    new Saying("collector", "lk/1/default/dev1/up/ev", false),
                    new Saying("collector", "lk/1/default/collector/up/ev", false),
                    new Saying("viewer", "lk/1/default/dev1/up/ev", false),
                    new Saying("viewer", "lk/1/default/viewer/up/ev", false),
                    new Saying("viewer", "lk/1/default/srv/state", false),
                    new Saying("viewer", "lk/1/default/dev1/dn/cmd", false));

    private static final List<Hearing> HEARINGS =
            List.of(
                    new Hearing("dev1", "lk/1/default/dev1/dn/#", "lk/1/default/dev1/dn/cmd", true),
                    new Hearing(
                            "dev1",
                            "lk/1/default/ring/+/policy",
                            "lk/1/default/ring/canary/policy",
                            true),
                    new Hearing("dev1", "lk/1/default/blob/+", "lk/1/default/blob/00", true),
                    new Hearing("dev1", "lk/1/default/srv/state", "lk/1/default/srv/state", true),
                    new Hearing("dev2", "lk/1/default/+/dn/#", "lk/1/default/dev1/dn/cmd", false),
                    new Hearing(
                            "dev2", "lk/1/default/dev1/dn/cmd", "lk/1/default/dev1/dn/cmd", false),
                    new Hearing("dev2", "#", "lk/1/default/dev1/up/ev", false),
                    new Hearing("dev2", "lk/#", "lk/1/default/dev1/up/conn", false),
                    new Hearing("dev1", "lk/1/default/dev1/up/#", "lk/1/default/dev1/up/ev", false),
                    new Hearing(
                            "dev1", "lk/1/default/+/up/resp", "lk/1/default/dev1/up/resp", false),
                    new Hearing("collector", "lk/1/+/+/up/#", "lk/1/default/dev1/up/ev", true),
                    new Hearing("collector", "lk/1/+/+/up/+", "lk/1/default/dev1/up/resp", true),
                    new Hearing("collector", "lk/1/+/+/dn/ack", "lk/1/default/dev1/dn/ack", true),
                    new Hearing("collector", "lk/1/+/+/dn/cmd", "lk/1/default/dev1/dn/cmd", false),
                    new Hearing("viewer", "lk/#", "lk/1/default/dev1/up/ev", true),
                    new Hearing("viewer", "lk/#", "lk/1/default/dev1/dn/cmd", true),
                    new Hearing("viewer", "lk/#", "lk/1/default/ring/canary/policy", true));

    private final Map<String, MqttUser> users = new LinkedHashMap<>();

    /** Somebody of that name who has what the broker asks for, but is not yet connected. */
    abstract MqttUser user(int port, String name, String clientId) throws Exception;

    abstract int port();

    private MqttUser user(String name, String clientId) throws Exception {
        return user(port(), name, clientId);
    }

    /** Starts the broker. */
    abstract void start() throws Exception;

    abstract void stop() throws Exception;

    @Before
    public void allComeIn() throws Exception {
        start();
        for (String name : NAMES) {
            users.put(name, user(name, name).connect());
        }
    }

    @After
    public void allGo() throws Exception {
        for (MqttUser user : users.values()) {
            user.close();
        }
        stop();
    }

    @Test
    public void everyoneSaysWhatIsHisToSay() throws Exception {
        users.get("viewer").subscribe("lk/#");
        for (Saying each : SAYINGS) {
            String payload = each.user() + " speaks";
            assertThat(users.get(each.user()).publish(each.topic(), payload, false))
                    .as(each.toString())
                    .isIn(each.allowed() ? List.of(0, 0x10) : List.of(NOT_AUTHORIZED));
        }
        awaitTheEnd(users.get("viewer"));
        for (Saying each : SAYINGS) {
            String line = each.topic() + " " + each.user() + " speaks";
            assertThat(users.get("viewer").heard().contains(line))
                    .as(each.toString())
                    .isEqualTo(each.allowed());
        }
    }

    @Test
    public void everyoneHearsWhatIsForHim() throws Exception {
        for (Hearing each : HEARINGS) {
            MqttUser reader = users.get(each.user());
            reader.subscribe(each.filter());
        }
        for (String topic : HEARINGS.stream().map(Hearing::topic).distinct().toList()) {
            boolean up = topic.contains("/up/");
            int answer = users.get(up ? "dev1" : "collector").publish(topic, "said", false);
            assertThat(answer).as(topic).isIn(0, 0x10);
        }
        for (Hearing each : HEARINGS.stream().filter(Hearing::allowed).toList()) {
            await(each.toString())
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> users.get(each.user()).heard().contains(each.topic() + " said"));
        }
        awaitTheEnd(users.get("viewer"));
        for (Hearing each : HEARINGS.stream().filter(hearing -> !hearing.allowed()).toList()) {
            assertThat(users.get(each.user()).heard())
                    .as(each.toString())
                    .doesNotContain(each.topic() + " said");
        }
    }

    @Test
    public void aWillIsNoWayAround() throws Exception {
        users.get("viewer").subscribe("lk/#");
        users.remove("dev1").close();
        try (CutOff way = new CutOff(port())) {
            user(way.port(), "dev1", "dev1")
                    .withWill("lk/1/default/dev1/up/conn", "gone")
                    .connect();
        }
        await("its own will")
                .atMost(Duration.ofSeconds(10))
                .until(() -> heardByViewer().contains("lk/1/default/dev1/up/conn gone"));
        try (CutOff way = new CutOff(port())) {
            user(way.port(), "dev1", "dev1")
                    .withWill("lk/1/default/dev2/up/conn", "gone")
                    .connect();
        } catch (MqttException refused) {
            assertThat(refused.getReasonCode()).isEqualTo(NOT_AUTHORIZED);
        }
        users.remove("collector").close();
        try (CutOff way = new CutOff(port())) {
            user(way.port(), "collector", "collector")
                    .withWill("lk/1/default/srv/state", "gone")
                    .connect();
        }
        await("that of the collector")
                .atMost(Duration.ofSeconds(10))
                .until(() -> heardByViewer().contains("lk/1/default/srv/state gone"));
        awaitTheEnd(users.get("viewer"));
        assertThat(heardByViewer()).doesNotContain("lk/1/default/dev2/up/conn gone");
    }

    @Test
    public void nobodyTakesOverTheSessionOfAnother() throws Exception {
        users.get("dev1").subscribe("lk/1/default/dev1/dn/#");
        users.remove("dev2").close();
        try (MqttUser thief = user("dev2", "dev1")) {
            thief.connect();
        } catch (MqttException refused) {
            assertThat(refused.getReasonCode()).isEqualTo(0x85);
        }
        assertThat(users.get("collector").publish("lk/1/default/dev1/dn/cmd", "still", false))
                .isZero();
        await("dev1 is still there")
                .atMost(Duration.ofSeconds(10))
                .until(() -> users.get("dev1").heard().contains("lk/1/default/dev1/dn/cmd still"));
        assertThat(users.get("dev1").isConnected()).isTrue();
    }

    private List<String> heardByViewer() {
        return users.get("viewer").heard();
    }

    /** What was said before has by now been heard, or it never is. */
    private void awaitTheEnd(MqttUser reader) throws Exception {
        reader.subscribe(END);
        if (!users.containsKey("dev2")) {
            users.put("dev2", user("dev2", "dev2").connect());
        }
        users.get("dev2").publish(END, "end", false);
        await("the end")
                .atMost(Duration.ofSeconds(10))
                .until(() -> reader.heard().contains(END + " end"));
    }
}
