// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker on loopback that asks nobody for a password. */
class EmbeddedBrokerTest {
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int CLIENT_ID = 0x85;
    private static final int CREDENTIALS = 0x86;

    @TempDir static Path home;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(new BrokerSettings(loopback(0), home.resolve("broker")));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aDeviceIsHeardAndReadsWhatItIsTold() throws MqttException {
        try (Paho device = Paho.connect(broker.port(), "dev1");
                Paho person = Paho.connect(broker.port(), "me");
                Paho collector = Paho.connect(broker.port(), "lk-collector-1")) {
            assertThat(person.subscribe("lk/#")).isEqualTo(1);
            assertThat(device.subscribe("lk/1/default/dev1/dn/#")).isEqualTo(1);
            assertThat(device.publish("lk/1/default/dev1/up/conn", "hello", true)).isZero();
            assertThat(collector.publish("lk/1/default/dev1/dn/ack", "7", true)).isZero();
            device.awaitHeard("lk/1/default/dev1/dn/ack 7");
            person.awaitHeard("lk/1/default/dev1/dn/ack 7");
            person.awaitHeard("lk/1/default/dev1/up/conn hello");
        }
        try (Paho later = Paho.connect(broker.port(), "later")) {
            later.subscribe("lk/1/+/+/up/conn");
            later.awaitHeard("lk/1/default/dev1/up/conn hello");
        }
    }

    @Test
    void aDeviceDoesNotSpeakForAnother() throws MqttException {
        try (Paho device = Paho.connect(broker.port(), "dev1");
                Paho person = Paho.connect(broker.port(), "me")) {
            person.subscribe("lk/#");
            assertThat(device.publish("lk/1/default/dev2/up/ev", "lie", false))
                    .isEqualTo(NOT_AUTHORIZED);
            assertThat(device.publish("lk/1/default/dev1/up/ev", "truth", false)).isZero();
            person.awaitHeard("lk/1/default/dev1/up/ev truth");
            assertThat(person.heard()).noneMatch(line -> line.contains("lie"));
            assertThat(device.subscribe("#")).isEqualTo(NOT_AUTHORIZED);
            assertThat(device.subscribe("$sys/#")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void aRetainedMessageGoesWithAnEmptyOne() throws MqttException {
        try (Paho device = Paho.connect(broker.port(), "dev5")) {
            device.publish("lk/1/default/dev5/up/state", "old", true);
            device.publish("lk/1/default/dev5/up/state", "new", true);
            try (Paho reader = Paho.connect(broker.port(), "r1")) {
                reader.subscribe("lk/1/default/dev5/#");
                reader.awaitHeard("lk/1/default/dev5/up/state new");
                assertThat(reader.heard()).hasSize(1);
            }
            device.publish("lk/1/default/dev5/up/state", "", true);
            device.publish("lk/1/default/dev5/up/conn", "mark", true);
            try (Paho reader = Paho.connect(broker.port(), "r2")) {
                reader.subscribe("lk/1/default/dev5/#");
                reader.awaitHeard("lk/1/default/dev5/up/conn mark");
                assertThat(reader.heard()).hasSize(1);
            }
        }
    }

    @Test
    void aWillIsSaidIfItIsOnesOwn() throws MqttException {
        try (Paho person = Paho.connect(broker.port(), "me")) {
            person.subscribe("lk/#");
            Paho device =
                    Paho.connect(
                            broker.port(),
                            "dev3",
                            options -> options.setWill("lk/1/default/dev3/up/conn", will("gone")));
            device.die();
            person.awaitHeard("lk/1/default/dev3/up/conn gone");
        }
        MqttException refused =
                catchThrowableOfType(
                        MqttException.class,
                        () ->
                                Paho.connect(
                                        broker.port(),
                                        "dev3",
                                        options ->
                                                options.setWill(
                                                        "lk/1/default/dev4/up/conn", will("x"))));
        assertThat(refused.getReasonCode()).isEqualTo(NOT_AUTHORIZED);
    }

    private static MqttMessage will(String text) {
        MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        message.setRetained(true);
        return message;
    }

    @Test
    void aClientIsToldWhatItsSessionIsWorth() throws MqttException {
        try (Paho device =
                Paho.connect(
                        broker.port(),
                        "dev6",
                        options -> options.setSessionExpiryInterval(0xFFFF_FFFFL))) {
            MqttProperties answer = device.answer();
            assertThat(answer.getSessionExpiryInterval()).isEqualTo(86_400);
            assertThat(answer.getReceiveMaximum()).isEqualTo(256);
            assertThat(answer.getMaximumPacketSize()).isEqualTo((1 << 20) + 8_192);
            assertThat(answer.getTopicAliasMaximum()).isZero();
        }
        try (Paho device =
                Paho.connect(
                        broker.port(),
                        "dev6",
                        options -> options.setSessionExpiryInterval(3_600L))) {
            assertThat(device.answer().getSessionExpiryInterval()).isNull();
        }
    }

    @Test
    void aReaderIsToldThatItsSessionIsShort() throws MqttException {
        Consumer<MqttConnectionOptions> kept =
                options -> {
                    options.setCleanStart(false);
                    options.setSessionExpiryInterval(3_600L);
                };
        for (String id : new String[] {"viewer", "viewer-2", "mosq-x"}) {
            try (Paho reader = Paho.connect(broker.port(), id, kept)) {
                assertThat(reader.answer().getSessionExpiryInterval()).as(id).isEqualTo(600);
            }
        }
        try (Paho unknown = Paho.connect(broker.port(), "somebody", kept)) {
            assertThat(unknown.answer().getSessionExpiryInterval()).isNull();
            unknown.subscribe("lk/1/+/+/up/ev");
        }
        try (Paho reader = Paho.connect(broker.port(), "somebody", kept)) {
            assertThat(reader.hadSession()).isTrue();
            assertThat(reader.answer().getSessionExpiryInterval()).isEqualTo(600);
        }
    }

    @Test
    void whatWaitsForADeviceIsThereWhenItComesBack() throws MqttException {
        Paho device =
                Paho.connect(
                        broker.port(),
                        "dev7",
                        options -> {
                            options.setCleanStart(false);
                            options.setSessionExpiryInterval(3_600L);
                        });
        device.subscribe("lk/1/default/dev7/dn/#");
        device.close();
        try (Paho collector = Paho.connect(broker.port(), "lk-collector-1")) {
            collector.publish("lk/1/default/dev7/dn/cmd", "ring", false);
        }
        try (Paho again =
                Paho.connect(
                        broker.port(),
                        "dev7",
                        options -> {
                            options.setCleanStart(false);
                            options.setSessionExpiryInterval(0L);
                        })) {
            assertThat(again.hadSession()).isTrue();
            again.awaitHeard("lk/1/default/dev7/dn/cmd ring");
        }
    }

    @Test
    void aMessageOfAMebibyteIsTakenAndKept() throws MqttException {
        String blob = "x".repeat(1 << 20);
        try (Paho collector = Paho.connect(broker.port(), "lk-collector-1")) {
            assertThat(collector.publish("lk/1/default/blob/00", blob, true)).isZero();
        }
        try (Paho device = Paho.connect(broker.port(), "dev8")) {
            device.subscribe("lk/1/default/blob/+");
            device.awaitHeard("lk/1/default/blob/00 " + blob);
        }
    }

    @Test
    void aNameThatCannotStandInATopicIsNobodys() {
        for (String id : new String[] {"a+b", "a#", "a/b", "ring", "x' OR 'a'='a", "a::b"}) {
            MqttException refused =
                    catchThrowableOfType(
                            MqttException.class, () -> Paho.connect(broker.port(), id));
            assertThat(refused.getReasonCode()).as(id).isEqualTo(CLIENT_ID);
        }
    }

    @Test
    void theCollectorOfThisProcessHasAWayIn() throws MqttException {
        var access = broker.access();
        assertThat(access.url()).hasToString("mqtt://127.0.0.1:" + broker.port());
        try (Paho inside =
                Paho.connect(
                        access.url().getPort(),
                        "lk-collector-1",
                        options -> {
                            options.setUserName(access.user());
                            options.setPassword(bytes(access.password().reveal()));
                        })) {
            assertThat(inside.subscribe("lk/1/+/+/up/ev")).isEqualTo(1);
            assertThat(inside.publish("lk/1/default/dev1/dn/ack", "1", true)).isZero();
        }
        MqttException refused =
                catchThrowableOfType(
                        MqttException.class,
                        () ->
                                Paho.connect(
                                        broker.port(),
                                        "lk-collector-1",
                                        options -> {
                                            options.setUserName(access.user());
                                            options.setPassword(bytes("guess"));
                                        }));
        assertThat(refused.getReasonCode()).isEqualTo(CREDENTIALS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTakenPortIsSaidInOneSentence(@TempDir Path other) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(
                            () -> EmbeddedBroker.start(new BrokerSettings(loopback(port), other)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("MQTT cannot listen on 127.0.0.1:%d: the port is taken.", port);
        }
    }

    @Test
    void twoBrokersDoNotShareADirectory() {
        Path directory = home.resolve("broker");
        assertThatThrownBy(() -> EmbeddedBroker.start(new BrokerSettings(loopback(0), directory)))
                .isInstanceOf(IOException.class)
                .hasMessage("Another broker runs in %s.", directory);
    }

    @Test
    void outsideLoopbackUsersNeedPasswords(@TempDir Path other) {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThatThrownBy(() -> EmbeddedBroker.start(new BrokerSettings(everywhere, other)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("MQTT on 0.0.0.0:0 needs the users' passwords in " + other);
    }
}
