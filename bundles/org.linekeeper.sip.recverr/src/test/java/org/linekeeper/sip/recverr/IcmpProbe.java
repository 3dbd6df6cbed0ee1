// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.recverr;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Sends one datagram to each {@code ADDRESS PORT} and prints what the channel reports, first as it
 * is, then with error reporting. Runs in a JVM and a network namespace of its own.
 */
final class IcmpProbe {
    private static final long WITHOUT_MS = 300;
    private static final long WITH_MS = 5_000;

    private IcmpProbe() {}

    public static void main(String[] arguments) throws IOException {
        RecvErrReporting reporting = new RecvErrReporting();
        for (int i = 0; i < arguments.length; i += 2) {
            InetSocketAddress peer =
                    new InetSocketAddress(arguments[i], Integer.parseInt(arguments[i + 1]));
            String without = report(peer, channel -> true, WITHOUT_MS);
            String with = report(peer, reporting::enable, WITH_MS);
            System.out.println(peer.getPort() + " " + without + " / " + with);
        }
    }

    private interface Preparation {
        boolean on(DatagramChannel channel);
    }

    private static String report(InetSocketAddress peer, Preparation preparation, long waitMs)
            throws IOException {
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            if (!preparation.on(channel)) {
                return "not enabled";
            }
            channel.connect(peer);
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(ByteBuffer.wrap(new byte[] {'x'}));
            selector.select(waitMs);
            return channel.read(ByteBuffer.allocate(16)) == 0 ? "nothing" : "a datagram";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
