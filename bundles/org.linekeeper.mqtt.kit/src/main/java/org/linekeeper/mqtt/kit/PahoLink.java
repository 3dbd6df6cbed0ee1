// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.List;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection by Paho. Its callbacks hand over and return: one that waits would stop the client.
 */
final class PahoLink extends Ear implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int MOST_WINDOW = 16;
    private static final int FIRST_REFUSAL = 0x80;
    private static final long FAREWELL_MS = 300;

    private final MqttAsyncClient client;
    private final Dialer.Listener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    PahoLink(MqttAsyncClient client, Dialer.Listener listener) {
        this.client = client;
        this.listener = listener;
        client.setCallback(this);
    }

    /** On a thread of ours, from which those that Paho starts inherit what they fail into. */
    void connect(MqttConnectionOptions options) {
        PahoThreads.start(this::down, () -> connectNow(options));
    }

    private void connectNow(MqttConnectionOptions options) {
        try {
            client.connect(
                    options,
                    null,
                    new Ending(
                            token -> listener.up(window(token)),
                            (token, why) -> down(Trouble.of(why))));
        } catch (MqttException | IllegalArgumentException e) {
            down(Trouble.of(e));
        }
    }

    private static int window(IMqttToken token) {
        MqttProperties properties = token.getResponseProperties();
        Integer most = properties == null ? null : properties.getReceiveMaximum();
        return Math.min(MOST_WINDOW, most == null ? DEFAULT_WINDOW : most);
    }

    private void down(String why) {
        if (over.compareAndSet(false, true)) {
            listener.down(why);
        }
    }

    @Override
    public void publish(Outgoing message, Consumer<Boolean> done) {
        try {
            client.publish(
                    message.topic(),
                    PahoDialer.message(message),
                    null,
                    new Ending(
                            token -> done.accept(isGranted(token)), (t, e) -> down(Trouble.of(e))));
        } catch (MqttException | IllegalArgumentException e) {
            down(Trouble.of(e));
        }
    }

    @Override
    public void subscribe(List<String> filters, Consumer<Boolean> done) {
        MqttSubscription[] all =
                filters.stream()
                        .map(filter -> new MqttSubscription(filter, 1))
                        .toArray(MqttSubscription[]::new);
        try {
            client.subscribe(
                    all,
                    null,
                    new Ending(
                            token -> done.accept(isGranted(token)), (t, e) -> down(Trouble.of(e))),
                    new MqttProperties());
        } catch (MqttException | IllegalArgumentException e) {
            down(Trouble.of(e));
        }
    }

    @Override
    public void unsubscribe(String filter) {
        try {
            client.unsubscribe(filter);
        } catch (MqttException | IllegalArgumentException e) {
            down(Trouble.of(e));
        }
    }

    private static boolean isGranted(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes != null) {
            for (int code : codes) {
                if (code >= FIRST_REFUSAL) {
                    return false;
                }
            }
        }
        return true;
    }

    /** On a thread of its own, as Paho may wait for its threads however it is asked not to. */
    @Override
    public void close(boolean farewell) {
        over.set(true);
        if (closed.compareAndSet(false, true)) {
            Thread closing = new Thread(() -> end(farewell), "lk-mqtt-close");
            closing.setDaemon(true);
            closing.start();
        }
    }

    private void end(boolean farewell) {
        try {
            client.disconnectForcibly(0, farewell ? FAREWELL_MS : 0, farewell);
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
        down(e == null ? Trouble.reason(response.getReturnCode()) : Trouble.of(e));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties == null ? null : properties.getCorrelationData();
        listener.message(
                new Incoming(
                        topic,
                        message.getPayload(),
                        message.isRetained(),
                        Optional.ofNullable(correlation)));
    }

    /** How something ends, well or not. */
    private record Ending(Consumer<IMqttToken> well, Failed badly) implements MqttActionListener {
        interface Failed {
            void failed(IMqttToken token, Throwable why);
        }

        @Override
        public void onSuccess(IMqttToken token) {
            well.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable why) {
            badly.failed(token, why);
        }
    }
}
