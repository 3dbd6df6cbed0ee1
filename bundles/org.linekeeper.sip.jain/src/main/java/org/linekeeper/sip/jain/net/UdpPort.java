// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One local address and port for datagrams: a listener for everyone, and a connected channel for
 * each target, because the system reports ICMP errors to connected sockets only. It prefers the
 * connected one for what comes from its peer.
 */
final class UdpPort {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    /** More than a line has targets; beyond it the channel longest unused is closed. */
    static final int MAX_PEERS = 64;

    private static final int DATAGRAMS_PER_TURN = 64;

    private final EventLoop loop;
    private final Reports reports;
    private final ErrorQueue errorQueue;
    private final DatagramChannel listener;
    private final InetSocketAddress local;
    private final Map<InetSocketAddress, UdpPeer> peers = new LinkedHashMap<>(16, 0.75f, true);

    private UdpPort(
            EventLoop loop, Reports reports, ErrorQueue errorQueue, DatagramChannel listener)
            throws IOException {
        this.loop = loop;
        this.reports = reports;
        this.errorQueue = errorQueue;
        this.listener = listener;
        this.local = (InetSocketAddress) listener.getLocalAddress();
    }

    /**
     * @throws IOException if the port is taken or the address is not here
     */
    static UdpPort open(
            EventLoop loop, Reports reports, ErrorQueue errorQueue, InetSocketAddress local)
            throws IOException {
        DatagramChannel listener = Routes.datagrams(local.getAddress());
        try {
            // Bound as the only one, which fails if anyone else has the port. From then on it can
            // be shared by our connected channels, and by nobody who binds as we do here.
            listener.bind(local);
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            UdpPort port = new UdpPort(loop, reports, errorQueue, listener);
            loop.register(listener, SelectionKey.OP_READ, key -> port.read());
            return port;
        } catch (IOException e) {
            EventLoop.quietly(listener);
            throw e;
        }
    }

    InetSocketAddress local() {
        return local;
    }

    void send(Target target, InetSocketAddress remote, byte[] message) {
        UdpPeer peer = peers.get(remote);
        if (peer == null) {
            try {
                peer = connect(remote);
            } catch (IOException e) {
                reports.brokenLater(target, Trouble.noRoute(e));
                return;
            }
        }
        peer.serve(target);
        write(peer, message);
    }

    /** Sends where something came from. */
    void reply(InetSocketAddress remote, byte[] message) {
        UdpPeer peer = peers.get(remote);
        if (peer != null) {
            write(peer, message);
            return;
        }
        try {
            if (listener.isOpen() && listener.send(ByteBuffer.wrap(message), remote) == 0) {
                reports.dropped("datagram the system has no room for");
            }
        } catch (IOException e) {
            LOG.debug("no answer to {}: {}", remote, e.getMessage());
        }
    }

    void close() {
        EventLoop.quietly(listener);
        peers.values().forEach(UdpPeer::close);
        peers.clear();
    }

    private UdpPeer connect(InetSocketAddress remote) throws IOException {
        DatagramChannel channel = Routes.datagrams(remote.getAddress());
        UdpPeer peer = new UdpPeer(channel, remote);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(local);
            enableErrors(channel, remote);
            channel.connect(remote);
            loop.register(channel, SelectionKey.OP_READ, key -> read(peer));
        } catch (IOException e) {
            peer.close();
            throw e;
        }
        if (peers.size() == MAX_PEERS) {
            peers.remove(peers.keySet().iterator().next()).close();
        }
        peers.put(remote, peer);
        return peer;
    }

    private void enableErrors(DatagramChannel channel, InetSocketAddress remote) {
        try {
            errorQueue.enable(channel, remote);
        } catch (IOException e) {
            LOG.debug("ICMP of {} is seen in part only: {}", remote, e.getMessage());
        }
    }

    private void write(UdpPeer peer, byte[] message) {
        if (peer.failed()) {
            return;
        }
        try {
            if (!peer.write(message)) {
                reports.dropped("datagram the system has no room for");
            }
        } catch (IOException e) {
            if (Trouble.isTooLarge(e)) {
                reports.dropped("datagram too large");
                return;
            }
            // The caller is told after this call; until then the peer takes what else he sends.
            peer.fail();
            Unreachable how = verdict(peer.remote(), e);
            loop.execute(() -> end(peer, how));
        }
    }

    /** An error that comes up on sending is either the system's own or that of an earlier send. */
    private static Unreachable verdict(InetSocketAddress remote, IOException e) {
        try {
            Routes.find(remote);
            return Trouble.icmp(e);
        } catch (IOException noRoute) {
            return Trouble.noRoute(noRoute);
        }
    }

    private void read(UdpPeer peer) {
        try {
            receive(peer.channel(), loop.scratch());
        } catch (IOException e) {
            if (!Trouble.isTooLarge(e)) {
                end(peer, Trouble.icmp(e));
            }
        }
    }

    /** The channel is closed at its first error: it would be ready for reading for ever. */
    private void end(UdpPeer peer, Unreachable how) {
        if (!peers.remove(peer.remote(), peer)) {
            return;
        }
        try {
            // What was answered before the error is answered.
            receive(peer.channel(), ByteBuffer.allocate(loop.scratch().capacity()));
        } catch (IOException e) {
            LOG.debug("{}: {}", peer.remote(), e.getMessage());
        }
        peer.close();
        peer.targets().forEach(target -> reports.broken(target, how));
    }

    private void read() {
        try {
            receive(listener, loop.scratch());
        } catch (IOException e) {
            LOG.warn("{}: {}", local, e.getMessage());
        }
    }

    private void receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        for (int i = 0; i < DATAGRAMS_PER_TURN && channel.isOpen(); i++) {
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear());
            if (from == null) {
                return;
            }
            byte[] message = new byte[buffer.flip().remaining()];
            buffer.get(message);
            if (StartLine.isSip(message, message.length)) {
                reports.received(new UdpFlow(this, from), message);
            } else if (!StartLine.isBlank(message)) {
                reports.dropped("datagram that is not SIP");
            }
        }
    }
}
