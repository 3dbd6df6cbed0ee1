// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.mqtt.kit.GuardedNetwork;
import org.linekeeper.mqtt.kit.Tls;
import org.linekeeper.mqtt.kit.Trouble;

/**
 * Connections by Paho, each with a client of its own: one that has connected twice sends messages
 * without a topic and never gets out of that. Its reconnecting, its buffer and its files stay off.
 */
public final class PahoDialer implements Dialer {
    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final long SESSION_SECONDS = 24 * 3600;
    private static final long WILL_DELAY_SECONDS = 30;
    private static final int RECEIVE_MAXIMUM = 16;

    /** A topic and properties besides the largest message there is. */
    private static final int HEAD_BYTES = 8 << 10;

    private final Broker broker;
    private final int mostBytes;

    /**
     * A dialer.
     *
     * @param mostBytes no larger message is taken
     */
    public PahoDialer(Broker broker, int mostBytes) {
        this.broker = broker;
        this.mostBytes = mostBytes;
    }

    @Override
    public Link dial(Outgoing will, Listener listener) {
        try {
            PahoLink link = new PahoLink(client(), listener);
            link.connect(options(will));
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

    private MqttConnectionOptions options(Outgoing will) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        // No maximum of topic aliases: Paho cannot read messages that have some.
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setMaximumPacketSize((long) mostBytes + HEAD_BYTES);
        options.setWill(will.topic(), message(will));
        MqttProperties properties = new MqttProperties();
        properties.setWillDelayInterval(WILL_DELAY_SECONDS);
        options.setWillMessageProperties(properties);
        broker.user().ifPresent(options::setUserName);
        Optional<String> password = password();
        if (password.isPresent()) {
            options.setPassword(password.get().getBytes(StandardCharsets.UTF_8));
        }
        if (broker.tls()) {
            options.setSocketFactory(Tls.factory(broker));
        }
        return options;
    }

    private Optional<String> password() throws IOException {
        if (broker.passwordFile().isEmpty()) {
            return Optional.empty();
        }
        Path file = broker.passwordFile().get();
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream().findFirst();
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
