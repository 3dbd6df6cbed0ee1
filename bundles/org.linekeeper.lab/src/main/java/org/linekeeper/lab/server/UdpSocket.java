// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipParser;
import org.linekeeper.lab.sip.SipSyntaxException;

/** One UDP socket and the thread that reads it. */
final class UdpSocket implements AutoCloseable {

    private final DatagramSocket socket;
    private final Inbox inbox;
    private final Thread reader;

    UdpSocket(String name, InetSocketAddress local, Inbox inbox) throws IOException {
        this.socket = new DatagramSocket(local);
        socket.setReceiveBufferSize(1 << 20);
        this.inbox = inbox;
        this.reader = Loop.daemon("lab-" + name + "-udp", this::readAll);
        reader.start();
    }

    Flow flow(InetSocketAddress remote) {
        return new UdpFlow(remote);
    }

    private void readAll() {
        DatagramPacket packet = new DatagramPacket(new byte[SipParser.MAX_BYTES], 0);
        while (!socket.isClosed()) {
            packet.setLength(SipParser.MAX_BYTES);
            try {
                socket.receive(packet);
            } catch (PortUnreachableException e) {
                continue;
            } catch (IOException e) {
                return; // closed
            }
            read(packet);
        }
    }

    private void read(DatagramPacket packet) {
        Flow from = flow((InetSocketAddress) packet.getSocketAddress());
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        if (isBlank(bytes)) {
            inbox.keepAlive(from);
            return;
        }
        SipMessage message;
        try {
            message = SipParser.parse(bytes);
        } catch (SipSyntaxException e) {
            inbox.malformed(from, e.getMessage());
            return;
        }
        inbox.message(from, message);
    }

    /** CRLFs, and the few bytes (zeros, blanks, "hello") that phones send to hold a NAT open. */
    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n' && b != 0 && b != ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
        Loop.awaitEnd(reader);
    }

    private final class UdpFlow implements Flow {

        private final InetSocketAddress remote;

        UdpFlow(InetSocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void send(byte[] bytes) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, remote));
            } catch (IOException e) {
                // Lost, as on a network: the receiver is gone or this server is closed.
                return;
            }
        }
    }
}
