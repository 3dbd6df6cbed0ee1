// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import org.linekeeper.lab.sip.SipParser;

/**
 * A socket that is connected to one server, for the system tells of ICMP on such sockets only, and
 * the thread that reads it.
 */
final class UdpFlow implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final DatagramSocket socket;
    private final InetSocketAddress remote;
    private final Reader reader;

    /** Who hears of it, on the flow's own thread. */
    interface Reader {
        void received(UdpFlow flow, byte[] datagram);

        /** Nobody listens at the other end. */
        void refused(UdpFlow flow);
    }

    private UdpFlow(DatagramSocket socket, InetSocketAddress remote, Reader reader) {
        this.socket = socket;
        this.remote = remote;
        this.reader = reader;
    }

    /**
     * Opens one and begins to read.
     *
     * @throws IOException if there is no way to that address
     */
    static UdpFlow open(InetSocketAddress remote, Reader reader) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.setReceiveBufferSize(BUFFER_BYTES);
            socket.connect(remote);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        UdpFlow flow = new UdpFlow(socket, remote, reader);
        Thread thread = new Thread(flow::readAll, "lab-fleet-udp");
        thread.setDaemon(true);
        thread.start();
        return flow;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** Where the server sees us. */
    String local() {
        return text((InetSocketAddress) socket.getLocalSocketAddress());
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Sends a datagram; one that the system refuses is lost, as on a network. */
    void send(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length));
        } catch (PortUnreachableException earlier) {
            reader.refused(this);
        } catch (IOException e) {
            return;
        }
    }

    private void readAll() {
        DatagramPacket packet = new DatagramPacket(new byte[SipParser.MAX_BYTES], 0);
        while (!socket.isClosed()) {
            packet.setLength(SipParser.MAX_BYTES);
            try {
                socket.receive(packet);
                reader.received(this, Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (PortUnreachableException e) {
                reader.refused(this);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
