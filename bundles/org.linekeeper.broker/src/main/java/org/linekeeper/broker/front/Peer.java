// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Optional;
import org.linekeeper.broker.access.Client;
import org.linekeeper.broker.access.Credentials;
import org.linekeeper.broker.access.Credentials.Way;

/** What is known of one connection; kept with it, written by few, read by all threads. */
final class Peer {
    private static final AttributeKey<Peer> KEY = AttributeKey.valueOf("linekeeper.peer");

    private final Way way;
    private volatile Optional<String> certificateName = Optional.empty();
    private volatile String clientId = "";
    private volatile Optional<String> will = Optional.empty();
    private volatile Optional<Client> client = Optional.empty();
    private volatile Credentials.Reason reason = Credentials.Reason.NONE;
    private volatile boolean five;
    private volatile boolean admitted;

    Peer(Way way) {
        this.way = way;
    }

    /** Who is at the other end of a channel of ours. */
    static Peer of(Channel channel) {
        return channel.attr(KEY).get();
    }

    void keepWith(Channel channel) {
        channel.attr(KEY).set(this);
    }

    Way way() {
        return way;
    }

    Optional<String> certificateName() {
        return certificateName;
    }

    /** TLS has verified a certificate of that name. */
    void showed(String name) {
        certificateName = Optional.of(name);
    }

    /** It asks to be let in. */
    void asks(boolean five, String clientId, Optional<String> will) {
        this.five = five;
        this.clientId = clientId;
        this.will = will;
    }

    /** What it calls itself; empty if it leaves that to the broker. */
    String clientId() {
        return clientId;
    }

    /** The topic of what it wants said when it is gone. */
    Optional<String> will() {
        return will;
    }

    void judged(Credentials.Verdict verdict) {
        reason = verdict.reason();
        client = verdict.client();
    }

    Optional<Client> client() {
        return client;
    }

    Credentials.Reason reason() {
        return reason;
    }

    /** Whether it speaks MQTT 5. */
    boolean isFive() {
        return five;
    }

    void admit() {
        admitted = true;
    }

    boolean isAdmitted() {
        return admitted;
    }
}
