// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Asks the operating system: connecting a datagram socket looks the route up and sends nothing. */
final class UdpRoutes implements Routes {
    private static final int ANY_PORT = 9;

    @Override
    public Optional<InetAddress> sourceTo(InetAddress destination) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(destination, ANY_PORT));
            return Optional.of(((InetSocketAddress) channel.getLocalAddress()).getAddress());
        } catch (IOException | RuntimeException e) {
            // An address of a family that this host was built without is refused by the channel.
            return Optional.empty();
        }
    }
}
