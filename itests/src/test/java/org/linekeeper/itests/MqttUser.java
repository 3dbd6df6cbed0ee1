// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Somebody with a name on a broker of loopback, over MQTT 5. */
final class MqttUser implements AutoCloseable {
    private static final long WAIT_MS = 10_000;

    private final MqttAsyncClient client;
    private final MqttConnectionOptions options = new MqttConnectionOptions();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Not yet connected, without any credentials. */
    MqttUser(int port, String clientId, Optional<SSLContext> tls) throws MqttException {
        String scheme = tls.isPresent() ? "ssl://" : "tcp://";
        client =
                new MqttAsyncClient(
                        scheme + "127.0.0.1:" + port, clientId, new MemoryPersistence());
        client.setCallback(new Listening());
        options.setConnectionTimeout(10);
        tls.ifPresent(context -> options.setSocketFactory(context.getSocketFactory()));
    }

    MqttUser withPassword(String user, String password) {
        options.setUserName(user);
        options.setPassword(password.getBytes(UTF_8));
        return this;
    }

    MqttUser withWill(String topic, String payload) {
        options.setWill(topic, message(payload, false));
        return this;
    }

    /** Comes back to its session, which lasts for an hour. */
    MqttUser withSession() {
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        return this;
    }

    MqttUser connect() throws MqttException {
        client.connect(options).waitForCompletion(WAIT_MS);
        return this;
    }

    /** Publishes with QoS 1 and gives the reason code of the answer. */
    int publish(String topic, String payload, boolean retained) throws MqttException {
        return code(client.publish(topic, message(payload, retained)));
    }

    /** Subscribes with QoS 1 and gives the reason code of the answer. */
    int subscribe(String filter) throws MqttException {
        return code(client.subscribe(filter, 1));
    }

    private static int code(IMqttToken token) throws MqttException {
        try {
            token.waitForCompletion(WAIT_MS);
        } catch (MqttException refused) {
            if (token.getReasonCodes() == null) {
                throw refused;
            }
        }
        return token.getReasonCodes()[0];
    }

    private static MqttMessage message(String payload, boolean retained) {
        MqttMessage message = new MqttMessage(payload.getBytes(UTF_8));
        message.setQos(1);
        message.setRetained(retained);
        return message;
    }

    /** What has come, each as "topic payload". */
    List<String> heard() {
        return heard;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(WAIT_MS);
        }
        client.close(true);
    }

    private final class Listening implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.add(topic + " " + new String(message.getPayload(), UTF_8));
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
            // Waited for.
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
            // Waited for.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // None is asked for.
        }
    }
}
