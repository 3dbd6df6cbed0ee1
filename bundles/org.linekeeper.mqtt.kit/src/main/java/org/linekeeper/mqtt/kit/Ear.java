// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears messages and the end of a connection; what else Paho has to say, each token says to the one
 * who waits for it. On Paho's threads: one that waits would stop the client.
 */
abstract class Ear implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    @Override
    public final void mqttErrorOccurred(MqttException e) {
        LOG.debug("MQTT: {}", Trouble.of(e));
    }

    @Override
    public final void deliveryComplete(IMqttToken token) {
        // Each message has its own listener.
    }

    @Override
    public final void connectComplete(boolean reconnect, String uri) {
        // The connect token says so, with what the broker allows.
    }

    @Override
    public final void authPacketArrived(int reasonCode, MqttProperties properties) {
        LOG.debug("an AUTH packet is ignored");
    }
}
