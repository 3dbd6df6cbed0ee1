// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The sockets of one server, which can be closed and opened again on the same ports. */
final class Sockets implements AutoCloseable {

    // Below the range from which systems draw the ports of clients, so that no client's socket
    // takes a port while its server is closed.
    private static final int LOWEST_PORT = 10_240;
    private static final int HIGHEST_PORT = 32_000;
    private static final int PORT_TRIES = 100;

    private final String name;
    private final InetAddress address;
    private final Optional<SSLContext> tls;
    private Inbox inbox;
    private int port;
    private int tlsPort;
    private Optional<UdpSocket> udp = Optional.empty();
    private Optional<StreamListener> tcpListener = Optional.empty();
    private Optional<StreamListener> tlsListener = Optional.empty();

    Sockets(String name, InetAddress address, Optional<SSLContext> tls) {
        this.name = name;
        this.address = address;
        this.tls = tls;
    }

    /** Binds to the port, or to any that UDP and TCP have both free when it is 0. */
    synchronized void open(int wanted, RandomGenerator random, Inbox reader) throws IOException {
        inbox = reader;
        for (int attempt = 1; port == 0; attempt++) {
            int candidate = wanted == 0 ? random.nextInt(LOWEST_PORT, HIGHEST_PORT) : wanted;
            try {
                bind(candidate);
                port = candidate;
            } catch (BindException e) {
                if (wanted != 0 || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
        for (int attempt = 1; tls.isPresent() && tlsPort == 0; attempt++) {
            int candidate = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
            try {
                tlsListener = Optional.of(listen(Transport.TLS, candidate));
                tlsPort = candidate;
            } catch (BindException e) {
                if (attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Opens what {@link #close} closed; without effect on open sockets. */
    synchronized void reopen() throws IOException {
        if (udp.isEmpty()) {
            bind(port);
        }
        if (tls.isPresent() && tlsListener.isEmpty()) {
            tlsListener = Optional.of(listen(Transport.TLS, tlsPort));
        }
    }

    private void bind(int candidate) throws IOException {
        tcpListener = Optional.of(listen(Transport.TCP, candidate));
        try {
            udp =
                    Optional.of(
                            new UdpSocket(name, new InetSocketAddress(address, candidate), inbox));
        } catch (IOException e) {
            tcpListener.get().close();
            tcpListener = Optional.empty();
            throw e;
        }
    }

    private StreamListener listen(Transport transport, int candidate) throws IOException {
        ServerSocket socket =
                transport == Transport.TLS
                        ? tls.orElseThrow().getServerSocketFactory().createServerSocket()
                        : new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, candidate));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        StreamListener listener = new StreamListener(name, transport, socket, inbox);
        listener.start();
        return listener;
    }

    synchronized InetSocketAddress local(Transport transport) {
        return new InetSocketAddress(address, transport == Transport.TLS ? tlsPort : port);
    }

    synchronized Optional<Flow> udpFlow(InetSocketAddress remote) {
        return udp.map(socket -> socket.flow(remote));
    }

    /** An open connection to that address, else a new one; empty when it cannot be had. */
    Optional<Flow> tcpFlow(InetSocketAddress remote) {
        Optional<StreamListener> listener = listener();
        Optional<Flow> open =
                connections().stream()
                        .filter(f -> f.remote().equals(remote))
                        .map(Flow.class::cast)
                        .findFirst();
        if (open.isPresent() || listener.isEmpty()) {
            return open;
        }
        try {
            return Optional.of(listener.get().connect(remote));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private synchronized Optional<StreamListener> listener() {
        return tcpListener;
    }

    synchronized List<StreamFlow> connections() {
        return Stream.of(tcpListener, tlsListener)
                .flatMap(Optional::stream)
                .flatMap(listener -> listener.flows().stream())
                .toList();
    }

    @Override
    public synchronized void close() {
        udp.ifPresent(UdpSocket::close);
        tcpListener.ifPresent(StreamListener::close);
        tlsListener.ifPresent(StreamListener::close);
        udp = Optional.empty();
        tcpListener = Optional.empty();
        tlsListener = Optional.empty();
    }
}
