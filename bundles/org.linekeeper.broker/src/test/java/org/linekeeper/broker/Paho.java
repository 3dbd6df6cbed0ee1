// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client that speaks MQTT 5 as our phones do. */
final class Paho implements AutoCloseable {
    static final long WAIT_MS = 10_000;

    private final MqttAsyncClient client;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private IMqttToken connection;

    private Paho(String scheme, int port, String clientId) throws MqttException {
        client =
                new MqttAsyncClient(
                        scheme + "127.0.0.1:" + port, clientId, new MemoryPersistence());
        client.setCallback(new Listening());
    }

    /** Connected, without a session to come back to. */
    static Paho connect(int port, String clientId) throws MqttException {
        return connect(port, clientId, options -> {});
    }

    static Paho connect(int port, String clientId, Consumer<MqttConnectionOptions> more)
            throws MqttException {
        return connect("tcp://", port, clientId, more);
    }

    static Paho connect(
            String scheme, int port, String clientId, Consumer<MqttConnectionOptions> more)
            throws MqttException {
        Paho paho = new Paho(scheme, port, clientId);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(10);
        options.setCleanStart(true);
        more.accept(options);
        try {
            paho.connection = paho.client.connect(options);
            paho.connection.waitForCompletion(WAIT_MS);
        } catch (MqttException e) {
            paho.close();
            throw e;
        }
        return paho;
    }

    /** What the broker said when it let the client in. */
    MqttProperties answer() {
        return connection.getResponseProperties();
    }

    boolean hadSession() {
        return connection.getSessionPresent();
    }

    /** Publishes with QoS 1; the reason code of the PUBACK. */
    int publish(String topic, String payload, boolean retained) throws MqttException {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        message.setRetained(retained);
        IMqttToken token = client.publish(topic, message);
        try {
            token.waitForCompletion(WAIT_MS);
        } catch (MqttException refused) {
            if (token.getReasonCodes() == null) {
                throw refused;
            }
        }
        return token.getReasonCodes()[0];
    }

    /** Subscribes with QoS 1; the reason code of the SUBACK. */
    int subscribe(String filter) throws MqttException {
        IMqttToken token = client.subscribe(filter, 1);
        try {
            token.waitForCompletion(WAIT_MS);
        } catch (MqttException refused) {
            if (token.getReasonCodes() == null) {
                throw refused;
            }
        }
        return token.getReasonCodes()[0];
    }

    /** What has come, each as "topic payload". */
    List<String> heard() {
        return heard;
    }

    void awaitHeard(String line) {
        await(line).atMost(Duration.ofSeconds(10)).until(() -> heard.contains(line));
    }

    boolean isConnected() {
        return client.isConnected();
    }

    /** As if the process had died: the broker sends the will. */
    void die() throws MqttException {
        client.disconnectForcibly(0, 0, false);
    }

    void disconnect() throws MqttException {
        client.disconnect().waitForCompletion(WAIT_MS);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            disconnect();
        }
        client.close(true);
    }

    private final class Listening implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Seen by isConnected.
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // Seen by who waits.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Seen by who waits.
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
            // Waited for.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // We ask for none.
        }
    }
}
