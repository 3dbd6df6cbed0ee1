// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The UDP and the TCP socket of one DNS server, both on one port, and their threads. */
final class DnsSockets implements AutoCloseable {

    /** Takes a query; may answer later and from any thread, or never. */
    interface Handler {
        void query(byte[] bytes, boolean udp, Consumer<byte[]> answer);
    }

    private static final int MAX_CONNECTIONS = 100;
    private static final int IDLE_MS = 30_000;
    private static final int PORT_TRIES = 100;

    private final Handler handler;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Thread udpReader = daemon("lab-dns-udp", this::readDatagrams);
    private final Thread acceptor = daemon("lab-dns-tcp", this::accept);

    private DnsSockets(InetSocketAddress local, Handler handler) throws IOException {
        this.handler = handler;
        this.tcp = new ServerSocket();
        tcp.setReuseAddress(true);
        try {
            tcp.bind(local);
            udp = new DatagramSocket(local);
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
        udpReader.start();
        acceptor.start();
    }

    /** On that port, or on any below the ephemeral range that UDP and TCP have both free. */
    static DnsSockets open(InetAddress address, int port, RandomGenerator random, Handler handler)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int candidate = port == 0 ? random.nextInt(10_240, 32_000) : port;
            try {
                return new DnsSockets(new InetSocketAddress(address, candidate), handler);
            } catch (BindException e) {
                if (port != 0 || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return udp.getLocalPort();
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void readDatagrams() {
        DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
        while (!udp.isClosed()) {
            packet.setLength(4_096);
            try {
                udp.receive(packet);
            } catch (IOException e) {
                continue; // closed, or an answer met a closed port
            }
            InetSocketAddress to = (InetSocketAddress) packet.getSocketAddress();
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            handler.query(bytes, true, answer -> sendDatagram(answer, to));
        }
    }

    private void sendDatagram(byte[] answer, InetSocketAddress to) {
        try {
            udp.send(new DatagramPacket(answer, answer.length, to));
        } catch (IOException e) {
            return; // lost, as on a network
        }
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                connections.add(connection);
                if (tcp.isClosed() || connections.size() > MAX_CONNECTIONS) {
                    close(connection);
                } else {
                    daemon("lab-dns-connection", () -> readStream(connection)).start();
                }
            } catch (IOException e) {
                continue; // closed, or the client left before it was accepted
            }
        }
    }

    private void readStream(Socket connection) {
        try {
            connection.setSoTimeout(IDLE_MS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            while (true) {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                handler.query(bytes, false, answer -> sendFramed(connection, answer));
            }
        } catch (IOException e) {
            close(connection); // its end, or idle for too long
        }
    }

    private void sendFramed(Socket connection, byte[] answer) {
        byte[] framed = new DnsWriter().u16(answer.length).raw(answer).bytes();
        try {
            connection.getOutputStream().write(framed);
        } catch (IOException e) {
            close(connection);
        }
    }

    private void close(Socket connection) {
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            return; // the descriptor is gone all the same
        }
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the DNS listener", e);
        }
        Set.copyOf(connections).forEach(this::close);
        try {
            // The ports are free only when the threads that blocked on them have let go.
            udpReader.join(1_000);
            acceptor.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
