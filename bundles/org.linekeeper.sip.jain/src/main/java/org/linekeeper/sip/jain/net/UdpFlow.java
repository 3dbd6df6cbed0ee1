// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetSocketAddress;
import org.linekeeper.api.line.Transport;

/** Where a datagram came from. */
record UdpFlow(UdpPort port, InetSocketAddress remote) implements Flow {
    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public Flow towards(int port) {
        return new UdpFlow(this.port, new InetSocketAddress(remote.getAddress(), port));
    }

    @Override
    public void send(byte[] message) {
        port.reply(remote, message);
    }
}
