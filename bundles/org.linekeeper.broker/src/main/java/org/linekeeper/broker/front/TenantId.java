// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import java.util.Optional;
import org.linekeeper.broker.access.Credentials.Way;

/**
 * A phone calls itself by its device id, and two tenants may have the same: where its user is
 * TENANT/DEVICE, that becomes its client id, so that each has a session of its own.
 */
final class TenantId {
    private TenantId() {}

    /** The same CONNECT, or one with the longer client id; whether the user is right is open. */
    static MqttConnectMessage in(MqttConnectMessage connect, Peer peer) {
        MqttConnectPayload said = connect.payload();
        Optional<String> user =
                peer.way() == Way.CERTIFICATE
                        ? peer.certificateName()
                        : Optional.ofNullable(said.userName());
        String clientId = Optional.ofNullable(said.clientIdentifier()).orElse("");
        if (clientId.isEmpty() || user.isEmpty() || !user.get().endsWith("/" + clientId)) {
            return connect;
        }
        return new MqttConnectMessage(
                connect.fixedHeader(),
                connect.variableHeader(),
                new MqttConnectPayload(
                        user.get(),
                        said.willProperties(),
                        said.willTopic(),
                        said.willMessageInBytes(),
                        said.userName(),
                        said.passwordInBytes()));
    }
}
