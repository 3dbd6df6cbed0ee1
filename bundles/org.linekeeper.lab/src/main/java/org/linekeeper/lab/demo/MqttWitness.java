// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Transition;

final class MqttWitness implements MqttCallback, AutoCloseable {
    private final MqttAsyncClient client;
    private final Roll roll;
    private final java.util.Map<String, Long> last = new java.util.HashMap<>();

    private MqttWitness(MqttAsyncClient client, Roll roll) {
        this.client = client;
        this.roll = roll;
    }

    static MqttWitness open(BrokerAccess access, Roll roll) throws IOException {
        try {
            String url =
                    org.linekeeper.mqtt.kit.GuardedNetwork.PLAIN
                            + "://"
                            + access.url().getHost()
                            + ":"
                            + access.url().getPort();
            MqttAsyncClient client =
                    new MqttAsyncClient(url, "lk-collector-demo", new MemoryPersistence());
            MqttWitness witness = new MqttWitness(client, roll);
            client.setCallback(witness);
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(access.user());
            options.setMaximumPacketSize(300_000L);
            options.setPassword(access.password().reveal().getBytes(StandardCharsets.UTF_8));
            client.connect(options).waitForCompletion(10_000);
            client.subscribe("lk/1/default/+/up/ev", 1).waitForCompletion(10_000);
            return witness;
        } catch (MqttException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String device = topic.split("/")[3];
        try {
            Batch.read(new String(message.getPayload(), StandardCharsets.UTF_8)).entries().stream()
                    .filter(Transition.class::isInstance)
                    .map(Transition.class::cast)
                    .filter(each -> each.seq() > last.getOrDefault(device, 0L))
                    .forEach(
                            each -> {
                                last.put(device, each.seq());
                                roll.told(device, each);
                            });
        } catch (BadMessage e) {
            return;
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException e) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException e) {
            return;
        }
    }
}
