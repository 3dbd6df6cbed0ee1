// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A listening TCP or TLS socket and the connections that it accepted or that were made here. */
final class StreamListener implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1_000;
    private static final int CONNECT_LIMIT_MS = 1_000;

    private final String name;
    private final Transport transport;
    private final ServerSocket socket;
    private final Inbox inbox;
    private final Set<StreamFlow> flows = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    StreamListener(String name, Transport transport, ServerSocket socket, Inbox inbox) {
        this.name = name;
        this.transport = transport;
        this.socket = socket;
        this.inbox = inbox;
        this.acceptor = Loop.daemon("lab-" + name + "-" + transport.token(), this::acceptAll);
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                add(socket.accept());
            } catch (IOException e) {
                continue; // closed, or the peer left before it was accepted
            }
        }
    }

    private StreamFlow add(Socket connection) {
        StreamFlow flow = new StreamFlow(connection, transport, inbox, flows::remove);
        flows.add(flow);
        if (socket.isClosed() || flows.size() > MAX_CONNECTIONS) {
            flow.close();
        } else if (inbox.readsConnections()) {
            flow.start();
        }
        return flow;
    }

    /** Connects to a phone, waiting a second at most. */
    Flow connect(InetSocketAddress remote) throws IOException {
        Socket connection = new Socket();
        try {
            connection.connect(remote, CONNECT_LIMIT_MS);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        return add(connection);
    }

    Collection<StreamFlow> flows() {
        return Set.copyOf(flows);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(name + ": cannot close the listener", e);
        } finally {
            flows().forEach(StreamFlow::close);
            Loop.awaitEnd(acceptor);
        }
    }
}
