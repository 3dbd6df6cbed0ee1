// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.broker.front.Limits;

/** Bounds so near that a test can reach them. */
class LimitsTest {
    private static final int QUOTA = 0x97;
    private static final int TOPIC = 0x90;
    private static final int QOS = 0x9B;
    private static final int CONNACK = 0x20;
    private static final int CONNECTIONS = 4;

    @TempDir Path home;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException {
        start(1);
    }

    private void start(int sessionSeconds) throws IOException {
        // Sessions, filters, topics, receive maximum, seconds of a session, of a reader's, and
        // until
        // it is let in.
        Limits near = new Limits(4_096, 1_024, CONNECTIONS, 3, 4, 4, 16, sessionSeconds, 1, 1);
        broker =
                EmbeddedBroker.start(
                        new BrokerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                home.resolve("broker"),
                                near));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whoIsNotLetInSoonEnoughIsCutOff() throws IOException {
        try (RawClient silent = new RawClient(broker.port());
                RawClient slow = new RawClient(broker.port())) {
            slow.send(new byte[] {0x10, 0x20, 0, 4, 'M'});
            assertThat(silent.rest()).isEmpty();
            assertThat(slow.rest()).isEmpty();
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndTheNextIsTakenWhenOneHasGone() throws Exception {
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            open.add(RawClient.admitted(broker.port(), "dev" + i % 3));
        }
        // Of two with one name the first has lost its place; so there is room for one.
        open.get(0).rest();
        RawClient last = RawClient.admitted(broker.port(), "dev1");
        open.get(1).rest();
        try (RawClient fourth = new RawClient(broker.port());
                RawClient fifth = new RawClient(broker.port())) {
            assertThat(fifth.rest()).isEmpty();
            fourth.close();
        }
        last.close();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> RawClient.admitted(broker.port(), "dev1").close());
        for (RawClient each : open) {
            each.close();
        }
    }

    @Test
    void oneSessionTooManyIsRefused() throws Exception {
        for (int i = 0; i < 3; i++) {
            Paho.connect(broker.port(), "dev" + i, o -> o.setSessionExpiryInterval(60L)).close();
        }
        MqttException refused =
                catchThrowableOfType(
                        MqttException.class, () -> Paho.connect(broker.port(), "dev3"));
        assertThat(refused.getReasonCode()).isEqualTo(QUOTA);
        Paho.connect(broker.port(), "dev1").close();
        await("a session ends a second after its client has gone")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Paho.connect(broker.port(), "dev3").close());
    }

    private static Consumer<MqttConnectionOptions> will(String topic, int qos) {
        MqttMessage message = new MqttMessage(new byte[] {1});
        message.setQos(qos);
        message.setRetained(true);
        return options -> options.setWill(topic, message);
    }

    private int refusal(Consumer<MqttConnectionOptions> options) {
        MqttException refused =
                catchThrowableOfType(
                        MqttException.class,
                        () -> Paho.connect(broker.port(), "dev1", options).close());
        assertThat(refused).as("it is let in").isNotNull();
        return refused.getReasonCode();
    }

    @Test
    void whoDropsTheConnectionAgainAndAgainMakesUpNoMoreTopicsWithItsWills() throws Exception {
        String up = "lk/1/default/dev1/up/";
        for (int i = 0; i < 4; i++) {
            Paho.connect(broker.port(), "dev1", will(up + i, 1)).die();
        }
        assertThat(refusal(will(up + "4", 1))).isEqualTo(QUOTA);
        Paho.connect(broker.port(), "dev1", will(up + "0", 1)).close();
    }

    @Test
    void aWillIsHeldToWhatAMessageIsHeldTo() throws Exception {
        String up = "lk/1/default/dev1/up/";
        assertThat(refusal(will(up + "a::b", 1))).isEqualTo(TOPIC);
        assertThat(refusal(will(up + "a\\b", 1))).isEqualTo(TOPIC);
        assertThat(refusal(will(up + "x".repeat(257 - up.length()), 1))).isEqualTo(TOPIC);
        try (RawClient client = new RawClient(broker.port())) {
            client.send(RawClient.connectWithWillOfQos2("dev1", up + "a"));
            assertThat(client.rest()).startsWith(CONNACK).containsSequence(0, QOS);
        }
        Paho.connect(broker.port(), "dev1", will(up + "x".repeat(256 - up.length()), 1)).close();
    }

    private static void kept(MqttConnectionOptions options) {
        options.setCleanStart(false);
        options.setSessionExpiryInterval(60L);
    }

    @Test
    void aReadersSessionEndsSoonerThanAPhones() throws Exception {
        broker.close();
        start(60);
        aPhoneAndTwoReadersComeAndGo();
        theReadersSessionsEnd();
    }

    @Test
    @Tag("full")
    void soItDoesAfterARestart() throws Exception {
        broker.close();
        start(60);
        aPhoneAndTwoReadersComeAndGo();
        broker.close();
        start(60);
        theReadersSessionsEnd();
    }

    private void aPhoneAndTwoReadersComeAndGo() throws Exception {
        for (String id : List.of("dev0", "me", "viewer-2")) {
            Paho client = Paho.connect(broker.port(), id, LimitsTest::kept);
            client.subscribe(id.equals("me") ? "lk/#" : "lk/1/default/" + id + "/dn/#");
            client.close();
        }
    }

    private void theReadersSessionsEnd() throws Exception {
        await("two of three have ended")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            try (Paho a = Paho.connect(broker.port(), "dev3");
                                    Paho b = Paho.connect(broker.port(), "dev4")) {
                                assertThat(b.isConnected()).isTrue();
                            }
                        });
        try (Paho phone = Paho.connect(broker.port(), "dev0", LimitsTest::kept)) {
            assertThat(phone.hadSession()).isTrue();
        }
    }

    @Test
    void aFirstPacketHasToBeSmallerThanLaterOnes() throws IOException {
        try (RawClient client = new RawClient(broker.port())) {
            client.pours(RawClient.connect("x".repeat(2_000)));
            assertThat(client.rest()).isEmpty();
        }
        try (RawClient client = RawClient.admitted(broker.port(), "dev1")) {
            client.send(RawClient.publish("lk/1/default/dev1/up/ev", 2_000));
            client.send(new byte[] {(byte) 0xE0, 0});
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("full")
    void aSessionThatNobodyComesForAfterARestartEnds() throws Exception {
        Paho gone = Paho.connect(broker.port(), "dev1", LimitsTest::kept);
        gone.subscribe("lk/1/default/dev1/dn/#");
        broker.close();
        start();
        try (Paho again = Paho.connect(broker.port(), "dev1", LimitsTest::kept)) {
            assertThat(again.hadSession()).isTrue();
        }
        broker.close();
        start();
        await("longer than a session lasts").pollDelay(Duration.ofSeconds(3)).until(() -> true);
        try (Paho late = Paho.connect(broker.port(), "dev1", LimitsTest::kept)) {
            assertThat(late.hadSession()).isFalse();
        }
        gone.close();
    }
}
