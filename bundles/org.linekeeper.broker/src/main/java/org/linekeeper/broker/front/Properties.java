// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.MAXIMUM_QOS;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.Optional;
import java.util.OptionalInt;

/** Times that clients ask for, brought within what Artemis can count, and what they are told. */
final class Properties {
    private Properties() {}

    /**
     * Bounds how long the session and its will wait.
     *
     * @return whether the session's time has become shorter
     */
    static boolean bound(MqttConnectMessage connect, int sessionSeconds) {
        bound(connect.payload().willProperties(), WILL_DELAY_INTERVAL, Limits.WAIT_SECONDS);
        return bound(connect.variableHeader().properties(), sessionSeconds);
    }

    /** Bounds how long the session waits, as a CONNECT or a DISCONNECT asks for it. */
    static boolean bound(MqttProperties properties, int sessionSeconds) {
        return bound(properties, SESSION_EXPIRY_INTERVAL, sessionSeconds);
    }

    /** Bounds how long a message is worth anything. */
    static void bound(MqttPublishMessage publish) {
        bound(
                publish.variableHeader().properties(),
                PUBLICATION_EXPIRY_INTERVAL,
                Limits.WAIT_SECONDS);
    }

    private static boolean bound(MqttProperties properties, MqttPropertyType type, int most) {
        boolean beyond =
                properties.getProperty(type.value()) instanceof IntegerProperty seconds
                        && Integer.toUnsignedLong(seconds.value()) > most;
        if (beyond) {
            properties.add(new IntegerProperty(type.value(), most));
        }
        return beyond;
    }

    /**
     * What Artemis does not say when it lets a client in.
     *
     * @param sessionSeconds if the session is kept for a shorter time than asked for
     */
    static MqttConnAckMessage completed(
            MqttConnAckMessage answer, Limits limits, OptionalInt sessionSeconds) {
        MqttProperties properties = new MqttProperties();
        answer.variableHeader().properties().listAll().forEach(properties::add);
        put(properties, RECEIVE_MAXIMUM, limits.receiveMaximum());
        sessionSeconds.ifPresent(value -> put(properties, SESSION_EXPIRY_INTERVAL, value));
        put(properties, MAXIMUM_QOS, 1);
        put(properties, SHARED_SUBSCRIPTION_AVAILABLE, 0);
        return new MqttConnAckMessage(
                answer.fixedHeader(),
                new MqttConnAckVariableHeader(
                        answer.variableHeader().connectReturnCode(),
                        answer.variableHeader().isSessionPresent(),
                        properties));
    }

    /** The client id that the broker has drawn, if it has. */
    static Optional<String> assignedId(MqttConnAckMessage answer) {
        return answer.variableHeader().properties().getProperty(ASSIGNED_CLIENT_IDENTIFIER.value())
                        instanceof StringProperty id
                ? Optional.of(id.value())
                : Optional.empty();
    }

    private static void put(MqttProperties properties, MqttPropertyType type, int value) {
        properties.add(new IntegerProperty(type.value(), value));
    }
}
