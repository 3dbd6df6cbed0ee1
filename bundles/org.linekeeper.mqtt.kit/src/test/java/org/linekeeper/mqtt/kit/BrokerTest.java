// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerTest {
    @TempDir Path directory;

    private static Broker of(Map<String, String> properties) {
        return Broker.of(name -> Optional.ofNullable(properties.get(name)), "desk-1");
    }

    @Test
    void whatIsNamedIsUsedAndTheRestIsUsual() throws IOException {
        Path file = Files.writeString(directory.resolve("word"), "first\nsecond\n");
        Broker named =
                of(
                        Map.of(
                                "linekeeper.mqtt", "mqtts://broker.example",
                                "linekeeper.mqtt.user", "lk",
                                "linekeeper.mqtt.password-file", file.toString(),
                                "linekeeper.mqtt.ca", "ca.pem"));
        assertThat(named.place()).isEqualTo("broker.example:8883");
        assertThat(named.tls()).isTrue();
        assertThat(named.user()).contains("lk");
        assertThat(named.trusted()).contains(Path.of("ca.pem"));
        assertThat(named.certificate()).isEmpty();
        assertThat(named.password().orElseThrow().reveal()).isEqualTo("first");
        assertThat(named.toString()).doesNotContain("first");

        Broker usual = of(Map.of());
        assertThat(usual.place()).isEqualTo("127.0.0.1:1883");
        assertThat(usual.tls()).isFalse();
        assertThat(usual.clientId()).isEqualTo("desk-1");
        assertThat(usual.password()).isEmpty();
    }

    /** Changed while we are connected, it counts for the next connection. */
    @Test
    void aPasswordIsReadAnewEachTime() throws IOException {
        Path file = directory.resolve("word");
        Password password = Password.ofFile(file);
        assertThatThrownBy(password::reveal).isInstanceOf(IOException.class);
        Files.writeString(file, "one");
        assertThat(password.reveal()).isEqualTo("one");
        Files.writeString(file, "other");
        assertThat(password.reveal()).isEqualTo("other");
        Files.writeString(file, "");
        assertThat(password.reveal()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker.example",
                "http://broker.example",
                "mqtt://",
                "mqtt://broker.example:0",
                "mqtt://broker.example:65536",
                "mqtt://user@broker.example",
                "mqtt://broker.example/topic",
                "mqtt://broker.example?x=1"
            })
    void whatIsNoUrlOfABrokerIsRefusedInOneSentence(String url) {
        assertThatThrownBy(() -> of(Map.of("linekeeper.mqtt", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The MQTT URL is not of the form mqtt://HOST[:PORT] or"
                                + " mqtts://HOST[:PORT].");
    }
}
