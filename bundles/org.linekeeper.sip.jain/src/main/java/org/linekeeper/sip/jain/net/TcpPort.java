// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for connections, so that a server can reach the phone where its Contact says. */
final class TcpPort {
    private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);
    private static final int BACKLOG = 50;
    private static final long PAUSE_MS = 1000;

    private final EventLoop loop;
    private final ServerSocketChannel listener;
    private final Consumer<SocketChannel> guests;

    private TcpPort(EventLoop loop, ServerSocketChannel listener, Consumer<SocketChannel> guests) {
        this.loop = loop;
        this.listener = listener;
        this.guests = guests;
    }

    /**
     * @throws IOException if the port is taken
     */
    static TcpPort open(EventLoop loop, InetSocketAddress local, Consumer<SocketChannel> guests)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(Routes.family(local.getAddress()));
        TcpPort port = new TcpPort(loop, listener, guests);
        try {
            listener.bind(local, BACKLOG);
            loop.register(listener, SelectionKey.OP_ACCEPT, port::accept);
            return port;
        } catch (IOException e) {
            port.close();
            throw e;
        }
    }

    void close() {
        EventLoop.quietly(listener);
    }

    private void accept(SelectionKey key) {
        try {
            SocketChannel guest = listener.accept();
            if (guest != null) {
                guests.accept(guest);
            }
        } catch (IOException e) {
            // Such as too many open files: who waits to be accepted would be ready at once again.
            LOG.warn("no connection is accepted for a second: {}", e.getMessage());
            key.interestOps(0);
            loop.schedule(PAUSE_MS, () -> resume(key));
        }
    }

    private static void resume(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }
}
