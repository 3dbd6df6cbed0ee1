// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that want to know who somebody is. */
class CredentialsTest {
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int CLIENT_ID = 0x85;
    private static final int CREDENTIALS = 0x86;

    /** Made by mosquitto_passwd 2.0.11 for "c0llect". */
    private static final String HASH =
            "$7$101$3OyIut7hoGgElKwA$LgBbmAMx1xGa/CY0V4jSs+zf/hDKXuMToRutzl4rYy1uKFZtShZrWgDQrgGYs5FA"
                    + "HuqH7BeFh9d7TVcdSK6yoQ==";

    @TempDir Path home;

    private EmbeddedBroker broker(String listen) throws IOException {
        return EmbeddedBroker.start(
                new BrokerSettings(new InetSocketAddress(listen, 0), home.resolve("broker")));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(home.resolve("broker"));
        Files.writeString(home.resolve("broker").resolve(name), text);
    }

    private static Consumer<MqttConnectionOptions> as(String user, String password) {
        return options -> {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        };
    }

    private static int refusal(int port, String clientId, Consumer<MqttConnectionOptions> options) {
        MqttException refused =
                catchThrowableOfType(
                        MqttException.class, () -> Paho.connect(port, clientId, options).close());
        assertThat(refused).as(clientId + " is let in").isNotNull();
        return refused.getReasonCode();
    }

    @Test
    void withPasswordsNobodyIsLetInWithoutHisOwn() throws Exception {
        write("passwords", "dev1:" + HASH + "\nacme/dev1:" + HASH + "\nviewer:" + HASH + "\n");
        try (EmbeddedBroker broker = broker("0.0.0.0")) {
            int port = broker.port();
            assertThat(refusal(port, "dev1", options -> {})).isEqualTo(CREDENTIALS);
            assertThat(refusal(port, "dev1", as("dev1", "wrong"))).isEqualTo(CREDENTIALS);
            assertThat(refusal(port, "dev2", as("dev2", "c0llect"))).isEqualTo(CREDENTIALS);
            assertThat(refusal(port, "collector", as("collector", ""))).isEqualTo(CREDENTIALS);
            assertThat(refusal(port, "dev2", as("dev1", "c0llect"))).isEqualTo(CLIENT_ID);
            assertThat(refusal(port, "dev1", as("viewer", "c0llect"))).isEqualTo(CLIENT_ID);
            Consumer<MqttConnectionOptions> longest =
                    options -> options.setSessionExpiryInterval(0xFFFF_FFFFL);
            try (Paho device = Paho.connect(port, "dev1", as("dev1", "c0llect"));
                    Paho other = Paho.connect(port, "dev1", as("acme/dev1", "c0llect"));
                    Paho viewer =
                            Paho.connect(port, "", longest.andThen(as("viewer", "c0llect")))) {
                assertThat(viewer.answer().getSessionExpiryInterval()).isEqualTo(600);
                assertThat(viewer.subscribe("lk/#")).isEqualTo(1);
                assertThat(device.publish("lk/1/default/dev1/up/ev", "a", false)).isZero();
                assertThat(other.publish("lk/1/acme/dev1/up/ev", "b", false)).isZero();
                assertThat(other.publish("lk/1/default/dev1/up/ev", "c", false))
                        .isEqualTo(NOT_AUTHORIZED);
                assertThat(device.subscribe("lk/#")).isEqualTo(NOT_AUTHORIZED);
                assertThat(viewer.publish("lk/1/default/dev1/up/ev", "d", false))
                        .isEqualTo(NOT_AUTHORIZED);
                viewer.awaitHeard("lk/1/acme/dev1/up/ev b");
                assertThat(device.isConnected()).isTrue();
                assertThat(viewer.heard()).contains("lk/1/default/dev1/up/ev a").hasSize(2);
            }
        }
    }

    @Test
    void overTlsTheNameInTheCertificateIsTheUser() throws Exception {
        TestCertificate server = TestCertificate.of(home, "broker");
        TestCertificate device = TestCertificate.of(home, "dev1");
        TestCertificate stranger = TestCertificate.of(home, "dev2");
        write("cert.pem", server.certificatePem());
        write("key.pem", server.keyPem());
        write("ca.pem", device.certificatePem());
        try (EmbeddedBroker broker = broker("0.0.0.0")) {
            int port = broker.port();
            var factory = device.trusting(server).getSocketFactory();
            try (Paho phone =
                            Paho.connect("ssl://", port, "dev1", o -> o.setSocketFactory(factory));
                    Paho inside =
                            Paho.connect(
                                    broker.access().url().getPort(),
                                    "lk-collector-1",
                                    as(
                                            broker.access().user(),
                                            broker.access().password().reveal()))) {
                inside.subscribe("lk/1/+/+/up/ev");
                assertThat(phone.publish("lk/1/default/dev1/up/ev", "a", false)).isZero();
                assertThat(phone.publish("lk/1/default/dev2/up/ev", "b", false))
                        .isEqualTo(NOT_AUTHORIZED);
                inside.awaitHeard("lk/1/default/dev1/up/ev a");
            }
            assertThatThrownBy(
                            () ->
                                    Paho.connect(
                                            "ssl://",
                                            port,
                                            "dev3",
                                            o -> o.setSocketFactory(factory)))
                    .isInstanceOf(MqttException.class);
            var unknown = stranger.trusting(server).getSocketFactory();
            assertThatThrownBy(
                            () ->
                                    Paho.connect(
                                            "ssl://",
                                            port,
                                            "dev2",
                                            o -> o.setSocketFactory(unknown)))
                    .isInstanceOf(MqttException.class);
            assertThatThrownBy(() -> Paho.connect(port, "dev1"))
                    .as("in clear text")
                    .isInstanceOf(MqttException.class);
            assertThat(refusal(broker.access().url().getPort(), "dev1", options -> {}))
                    .as("nobody else comes in where the collector does")
                    .isEqualTo(CREDENTIALS);
        }
    }

    @Test
    void filesForTlsThatDoNotDoAreRefused() throws Exception {
        write("cert.pem", "nonsense");
        write("key.pem", "nonsense");
        assertThatThrownBy(() -> broker("127.0.0.1"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("TLS cannot be set up: ")
                .hasMessageNotContaining("nonsense");
    }
}
