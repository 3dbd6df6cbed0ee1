// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.linekeeper.api.line.Secret;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.mqtt.kit.GuardedNetwork;
import org.linekeeper.mqtt.kit.Tls;
import org.linekeeper.schema.Payload;

/**
 * How to come to a broker.
 *
 * @param broker where it is, and who we are there
 * @param password that of a broker in this process; otherwise the broker's file names it
 */
record Login(Broker broker, Optional<Secret> password) {
    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long SESSION_SECONDS = 3_600;
    private static final int RECEIVE_MAXIMUM = 1_000;
    private static final int HEAD_BYTES = 8 << 10;

    /** HOST:PORT, for people. */
    String place() {
        return broker.host() + ":" + broker.port();
    }

    /** Fit for one connection. */
    MqttAsyncClient client() throws MqttException {
        String host = broker.host();
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        String literal = bare ? "[" + host + "]" : host;
        String scheme = broker.tls() ? GuardedNetwork.TLS : GuardedNetwork.PLAIN;
        String url = scheme + "://" + literal + ":" + broker.port();
        return new MqttAsyncClient(url, broker.clientId(), new MemoryPersistence());
    }

    /** Reads the files that the broker's record names. */
    MqttConnectionOptions options() throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        // What came while nobody listened is still there, unless the broker was killed.
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        // No maximum of topic aliases: Paho cannot read messages that have some.
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setMaximumPacketSize((long) Payload.MAX_BYTES + HEAD_BYTES);
        broker.user().ifPresent(options::setUserName);
        Optional<String> word = password.isPresent() ? password.map(Secret::reveal) : fromFile();
        if (word.isPresent()) {
            options.setPassword(word.get().getBytes(StandardCharsets.UTF_8));
        }
        if (broker.tls()) {
            options.setSocketFactory(Tls.factory(broker));
        }
        return options;
    }

    private Optional<String> fromFile() throws IOException {
        if (broker.passwordFile().isEmpty()) {
            return Optional.empty();
        }
        Path file = broker.passwordFile().get();
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream().findFirst();
    }
}
