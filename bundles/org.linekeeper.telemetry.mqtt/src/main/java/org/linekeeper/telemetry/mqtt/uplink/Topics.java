// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.List;
import java.util.Optional;
import org.linekeeper.schema.Topic;
import org.linekeeper.schema.Topic.Channel;

/**
 * The topics of this device.
 *
 * @param tenant whose fleet
 * @param device which device
 */
public record Topics(String tenant, String device) {
    private static final List<Channel> DOWN = List.of(Channel.ACK, Channel.DESIRED, Channel.CMD);

    /**
     * Topics.
     *
     * @throws IllegalArgumentException if tenant or device cannot stand in a topic
     */
    public Topics {
        Channel.CONN.of(tenant, device);
    }

    /** As it stands on the wire. */
    public String text(Channel channel) {
        return channel.of(tenant, device).text();
    }

    /** All that is for this device. */
    public List<String> filters() {
        return DOWN.stream().map(this::text).toList();
    }

    /** Which of ours a topic is; to the letter, whatever a broker makes of it. */
    Optional<Topic.Channel> channel(String topic) {
        return DOWN.stream().filter(channel -> text(channel).equals(topic)).findFirst();
    }
}
