// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Connections by Paho, each with a client of its own: one that has connected twice sends messages
 * without a topic and never gets out of that. Its reconnecting, its buffer and its files stay off.
 */
public final class PahoDialer implements Dialer {
    private static final int CONNECT_SECONDS = 10;
    private static final long WILL_DELAY_SECONDS = 30;

    /** A topic and properties besides the largest message there is. */
    private static final int HEAD_BYTES = 8 << 10;

    private final Broker broker;
    private final Manner manner;

    public PahoDialer(Broker broker, Manner manner) {
        this.broker = broker;
        this.manner = manner;
    }

    @Override
    public Link dial(Optional<Outgoing> will, Listener listener) {
        try {
            MqttConnectionOptions options = options(will);
            PahoLink link = new PahoLink(client(), listener);
            link.connect(options);
            return link;
        } catch (MqttException | IOException | IllegalArgumentException e) {
            listener.down(Trouble.of(e));
            return NoLink.INSTANCE;
        }
    }

    private MqttAsyncClient client() throws MqttException {
        String host = broker.host();
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        String scheme = broker.tls() ? GuardedNetwork.TLS : GuardedNetwork.PLAIN;
        String url = scheme + "://" + (bare ? "[" + host + "]" : host) + ":" + broker.port();
        return new MqttAsyncClient(url, broker.clientId(), new MemoryPersistence());
    }

    private MqttConnectionOptions options(Optional<Outgoing> will) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        // What came while nobody listened is still there, unless the broker was killed.
        options.setCleanStart(false);
        options.setSessionExpiryInterval(manner.sessionExpiry().toSeconds());
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval((int) manner.keepAlive().toSeconds());
        // No maximum of topic aliases: Paho cannot read messages that have some.
        options.setReceiveMaximum(manner.receiveMaximum());
        options.setMaximumPacketSize((long) manner.mostBytes() + HEAD_BYTES);
        if (will.isPresent()) {
            options.setWill(will.get().topic(), message(will.get()));
            MqttProperties properties = new MqttProperties();
            properties.setWillDelayInterval(WILL_DELAY_SECONDS);
            options.setWillMessageProperties(properties);
        }
        broker.user().ifPresent(options::setUserName);
        if (broker.password().isPresent()) {
            String word = broker.password().get().reveal();
            options.setPassword(word.getBytes(StandardCharsets.UTF_8));
        }
        if (broker.tls()) {
            options.setSocketFactory(Tls.factory(broker));
        }
        return options;
    }

    static MqttMessage message(Outgoing outgoing) {
        MqttMessage message = new MqttMessage(outgoing.payload());
        message.setQos(outgoing.qos());
        message.setRetained(outgoing.retained());
        if (outgoing.expiry().isPresent() || outgoing.correlation().isPresent()) {
            MqttProperties properties = new MqttProperties();
            outgoing.expiry()
                    .ifPresent(expiry -> properties.setMessageExpiryInterval(expiry.toSeconds()));
            outgoing.correlation().ifPresent(properties::setCorrelationData);
            message.setProperties(properties);
        }
        return message;
    }
}
