// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.List;
import java.util.Optional;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Topic;

/** What is to be done, in this order, without waiting for anything. */
public sealed interface Action {
    /**
     * Connect.
     *
     * @param link names the connection in events
     * @param will what {@code up/conn} says if the device is gone
     */
    record Dial(long link, String will) implements Action {}

    /** Subscribe to these. */
    record Subscribe(long link, List<String> filters) implements Action {}

    /** Subscribe to that no longer. */
    record Unsubscribe(String filter) implements Action {}

    /** Hand over what came on a topic that is watched. */
    record Deliver(String topic, byte[] payload) implements Action {}

    /**
     * Send a message.
     *
     * @param token names it in {@link Event.Published}; there is none for QoS 0
     * @param correlation what the request had that this answers
     */
    record Publish(
            long link, long token, Topic.Channel channel, String text, Optional<byte[]> correlation)
            implements Action {}

    /** End a connection; {@code farewell} = the broker keeps the will to itself. */
    record HangUp(long link, boolean farewell) implements Action {}

    /** Carry out a command; an {@link Event.Answered} follows. */
    record Obey(Command command, Optional<byte[]> correlation) implements Action {}

    /** Bring about what is desired, if it is newer; an {@link Event.Answered} may follow. */
    record Adopt(Desired desired) implements Action {}

    /** Nothing more will be done. */
    record Stopped() implements Action {}
}
