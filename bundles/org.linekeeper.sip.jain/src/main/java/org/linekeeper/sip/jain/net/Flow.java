// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetSocketAddress;
import org.linekeeper.api.line.Transport;

/**
 * Where a message came from and an answer can go: a connection, or a pair of addresses (RFC 3261
 * section 18.2.2).
 */
public interface Flow {
    Transport transport();

    InetSocketAddress local();

    InetSocketAddress remote();

    /** The same way to another port of the peer's; a connection has no other. */
    default Flow towards(int port) {
        return this;
    }

    /** Sends a whole message this way; a failure is silent, as the peer will retransmit. */
    void send(byte[] message);
}
