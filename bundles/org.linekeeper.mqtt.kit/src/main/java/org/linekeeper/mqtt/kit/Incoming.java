// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.Optional;

/**
 * A message that came.
 *
 * @param topic its topic, as the broker wrote it
 * @param payload its content
 * @param retained whether it was sent before we subscribed
 * @param correlation what an answer is to have
 */
public record Incoming(
        String topic, byte[] payload, boolean retained, Optional<byte[]> correlation) {}
