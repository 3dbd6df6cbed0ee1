// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.linekeeper.mqtt.kit.Outgoing;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.ServerState;
import org.linekeeper.schema.Topic;

/** What a collector says of itself on {@code srv/state}, retained. One thread. */
final class Herald {
    private final String topic;
    private final String version;
    private final RandomGenerator chance;
    private boolean born;
    private ServerState birth;

    /**
     * Nothing is said yet.
     *
     * @param tenant whose fleet it listens to
     */
    Herald(String tenant, String version, RandomGenerator chance) {
        this.topic = new Topic.OfServer(tenant).text();
        this.version = version;
        this.chance = chance;
        this.birth = next();
    }

    private ServerState next() {
        String session = String.format("%012x", chance.nextLong() & 0xffff_ffff_ffffL);
        return new ServerState(true, born ? "reconnected" : "started", session, version);
    }

    /** Of the connection that begins now. */
    Outgoing will() {
        birth = next();
        return message(birth.gone(Connection.WILL));
    }

    Outgoing birth() {
        born = true;
        return message(birth);
    }

    Outgoing farewell() {
        return message(birth.gone("shutdown"));
    }

    private Outgoing message(ServerState state) {
        byte[] bytes = state.write().getBytes(StandardCharsets.UTF_8);
        return new Outgoing(topic, bytes, 1, true, Optional.empty(), Optional.empty());
    }
}
