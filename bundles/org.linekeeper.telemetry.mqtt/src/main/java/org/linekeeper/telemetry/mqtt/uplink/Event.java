// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.Optional;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.schema.Response;

/** What has happened. */
public sealed interface Event {
    /** It is time, see {@link Uplink#wakeAtMs}. */
    record Tick() implements Event {}

    /** A connection stands, with room for so many messages at once. */
    record Up(long link, int window) implements Event {}

    /** A connection is over, or could not be made. */
    record Down(long link, String why) implements Event {}

    /** The broker has granted what was subscribed to, or not. */
    record Subscribed(long link, boolean granted) implements Event {}

    /** The broker has a message, or refused it. */
    record Published(long link, long token, boolean taken) implements Event {}

    /** A message came. */
    record Got(long link, Incoming message) implements Event {}

    /** The journal has more. */
    record Grown() implements Event {}

    /** What the lines' snapshot says has changed. */
    record Changed() implements Event {}

    /** Another policy decides. */
    record PolicyChanged() implements Event {}

    /** Somebody wants what comes on a topic beyond those of every device. */
    record Watch(String topic) implements Event {}

    /** Nobody wants it any more. */
    record Unwatch(String topic) implements Event {}

    /** A command or wish was carried out, or refused. */
    record Answered(Response response, Optional<byte[]> correlation) implements Event {}

    /** The device stops. */
    record Stop() implements Event {}
}
