// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;

/** Why a connection ends: reason codes of MQTT 5 section 2.4, with what 3.1.1 has nearest. */
enum Code {
    MALFORMED(0x81, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
    PROTOCOL(0x82, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
    CLIENT_ID(0x85, MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED),
    NOT_AUTHORIZED(0x87, MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
    FILTER(0x8F, MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
    TOPIC(0x90, MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
    QUOTA(0x97, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
    QOS(0x9B, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
    SHARED(0x9E, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);

    private final byte value;
    private final MqttConnectReturnCode before;

    Code(int value, MqttConnectReturnCode before) {
        this.value = (byte) value;
        this.before = before;
    }

    /** As it stands in a DISCONNECT of MQTT 5. */
    byte value() {
        return value;
    }

    /** An answer to a CONNECT that says so. */
    static MqttMessage connack(Code code, boolean five) {
        MqttConnectReturnCode said = five ? MqttConnectReturnCode.valueOf(code.value) : code.before;
        return MqttMessageBuilders.connAck().returnCode(said).sessionPresent(false).build();
    }
}
