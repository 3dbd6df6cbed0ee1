// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.time.Duration;

/**
 * How a client behaves towards its broker.
 *
 * @param keepAlive how long a connection may be silent, in whole seconds
 * @param sessionExpiry how long the broker keeps what comes while there is no connection
 * @param receiveMaximum so many messages of QoS 1 may come at once, 1 to 65535
 * @param mostBytes no larger message is taken
 */
public record Manner(
        Duration keepAlive, Duration sessionExpiry, int receiveMaximum, int mostBytes) {}
