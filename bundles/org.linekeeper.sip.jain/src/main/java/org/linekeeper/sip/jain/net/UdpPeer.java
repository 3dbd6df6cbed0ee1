// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.linekeeper.api.line.Target;

/** A connected datagram channel and the targets, of one address and port, that it is for. */
final class UdpPeer {
    /** Names that lead to one address and port. */
    private static final int MAX_TARGETS = 16;

    private final DatagramChannel channel;
    private final InetSocketAddress remote;
    private final Set<Target> targets = new LinkedHashSet<>();
    private boolean failed;

    UdpPeer(DatagramChannel channel, InetSocketAddress remote) {
        this.channel = channel;
        this.remote = remote;
    }

    DatagramChannel channel() {
        return channel;
    }

    InetSocketAddress remote() {
        return remote;
    }

    List<Target> targets() {
        return List.copyOf(targets);
    }

    void serve(Target target) {
        if (targets.add(target) && targets.size() > MAX_TARGETS) {
            targets.remove(targets.iterator().next());
        }
    }

    boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /** False if the system's buffer is full. */
    boolean write(byte[] message) throws IOException {
        try {
            return channel.write(ByteBuffer.wrap(message)) == message.length;
        } catch (IOException e) {
            if (!Trouble.isTooLarge(e)) {
                throw e;
            }
            // If this was ICMP "fragmentation needed" for an earlier one, Linux now knows the size.
            return channel.write(ByteBuffer.wrap(message)) == message.length;
        }
    }

    void close() {
        EventLoop.quietly(channel);
    }
}
