// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.time.Duration;
import java.util.Optional;

/**
 * A message to be sent.
 *
 * @param topic its topic
 * @param payload its content, not to be changed any more
 * @param qos 0 or 1
 * @param retained whether the broker keeps it
 * @param expiry after how long nobody wants it any more
 * @param correlation what the request had, for the one who asked
 */
public record Outgoing(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        Optional<Duration> expiry,
        Optional<byte[]> correlation) {}
