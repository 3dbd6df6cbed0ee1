// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.linekeeper.mqtt.kit.Ear;
import org.linekeeper.mqtt.kit.PahoThreads;
import org.linekeeper.mqtt.kit.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its beginning to its end, with a Paho client of its own: one that connects
 * twice can send messages without a topic. Nothing here waits for the network.
 */
final class Session extends Ear {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MOST_IN_FLIGHT = 16;
    private static final int MOST_BY_PROTOCOL = 65_535;
    private static final int FIRST_REFUSAL = 0x80;
    private static final long FAREWELL_MS = 300;

    private final MqttAsyncClient client;
    private final Listener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean saidRefused = new AtomicBoolean();

    /** Hears of it on Paho's threads; has to hand over and return. */
    interface Listener {
        /** It stands; so many messages may be on their way at once. */
        void up(Session session, int window);

        /** From now on it hears. */
        void subscribed(Session session);

        /** It ended, or never came to be; said once. */
        void down(Session session, String why);

        /** Retained: the broker had kept it, whoever said it may be gone. */
        void message(String topic, byte[] payload, boolean retained);
    }

    Session(MqttAsyncClient client, Listener listener) {
        this.client = client;
        this.listener = listener;
        client.setCallback(this);
    }

    /** On a thread of its own: those that Paho starts from there tell when they die. */
    void connect(MqttConnectionOptions options) {
        PahoThreads.start(this::end, () -> connectNow(options));
    }

    private void connectNow(MqttConnectionOptions options) {
        try {
            client.connect(
                    options, null, new Done(token -> listener.up(this, window(token)), this::end));
        } catch (MqttException | IllegalArgumentException e) {
            end(Trouble.of(e));
        }
    }

    private static int window(IMqttToken token) {
        MqttProperties properties = token.getResponseProperties();
        Integer most = properties == null ? null : properties.getReceiveMaximum();
        return Math.min(MOST_IN_FLIGHT, most == null ? MOST_BY_PROTOCOL : most);
    }

    /** A connection that is not subscribed is deaf, and ends. */
    void subscribe(String filter) {
        try {
            client.subscribe(
                    new MqttSubscription[] {new MqttSubscription(filter, 1)},
                    null,
                    new Done(
                            token -> {
                                if (isRefused(token)) {
                                    end("it refuses the subscription to " + filter);
                                } else {
                                    listener.subscribed(this);
                                }
                            },
                            this::end),
                    new MqttProperties());
        } catch (MqttException | IllegalArgumentException e) {
            end(Trouble.of(e));
        }
    }

    /** Retained, at QoS 1; done either way, as the device asks again. */
    void publish(Outbox.Letter letter, Runnable done) {
        MqttMessage message = new MqttMessage(letter.text().getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        message.setRetained(true);
        try {
            client.publish(
                    letter.topic(),
                    message,
                    null,
                    new Done(
                            token -> {
                                if (isRefused(token) && saidRefused.compareAndSet(false, true)) {
                                    LOG.warn("The broker refuses {}.", letter.topic());
                                }
                                done.run();
                            },
                            why -> {
                                LOG.debug("an acknowledgement is not published: {}", why);
                                done.run();
                            }));
        } catch (MqttException | IllegalArgumentException e) {
            end(Trouble.of(e));
        }
    }

    private static boolean isRefused(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes != null && codes.length > 0 && codes[0] >= FIRST_REFUSAL;
    }

    private void end(String why) {
        if (over.compareAndSet(false, true)) {
            listener.down(this, why);
            free();
        }
    }

    /** Ends it without a word to the listener. */
    void close() {
        if (over.compareAndSet(false, true)) {
            free();
        }
    }

    /** On a thread of its own: Paho may wait for its own threads however it is asked not to. */
    private void free() {
        Thread thread = new Thread(this::disconnect, "linekeeper-feed-close");
        thread.setDaemon(true);
        thread.start();
    }

    private void disconnect() {
        try {
            client.disconnectForcibly(0, FAREWELL_MS, true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("a connection ends in disorder: {}", Trouble.of(e));
        }
        try {
            client.close(true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("a client is not freed: {}", Trouble.of(e));
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable e = response.getException();
        end(e == null ? Trouble.reason(response.getReturnCode()) : Trouble.of(e));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        listener.message(topic, message.getPayload(), message.isRetained());
    }

    private record Done(Consumer<IMqttToken> well, Consumer<String> badly)
            implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            well.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable why) {
            badly.accept(Trouble.of(why));
        }
    }
}
