// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which local address the system would send from. */
final class Routes {
    private static final int REMEMBERED = 256;

    private final Map<InetAddress, InetAddress> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, InetAddress> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @throws IOException if there is no route
     */
    InetAddress localFor(InetSocketAddress remote) throws IOException {
        InetAddress local = known.get(remote.getAddress());
        if (local == null) {
            local = find(remote);
            known.put(remote.getAddress(), local);
        }
        return local;
    }

    void forget() {
        known.clear();
    }

    /** Asks the system anew; nothing is sent. */
    static InetAddress find(InetSocketAddress remote) throws IOException {
        try (DatagramChannel probe = datagrams(remote.getAddress())) {
            probe.connect(remote);
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        }
    }

    /** A channel for datagrams of the address's family. */
    static DatagramChannel datagrams(InetAddress address) throws IOException {
        try {
            return DatagramChannel.open(family(address));
        } catch (UnsupportedOperationException e) {
            throw new IOException("no IPv6 on this host", e);
        }
    }

    static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }
}
