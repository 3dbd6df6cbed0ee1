// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import org.linekeeper.lab.dns.PocketDns;

/** Stands before a pocket DNS on UDP and sends what it likes in place of its answers. */
final class HostileResolver implements AutoCloseable {
    private static final int LONGEST = 4096;
    private static final int HEADER = 12;

    private final DatagramSocket front;
    private final PocketDns real;
    private final Trick trick;

    /** What becomes of an answer. */
    interface Trick {
        /** The datagrams that are sent for it, in this order. */
        List<byte[]> instead(byte[] query, byte[] answer) throws IOException;
    }

    private HostileResolver(PocketDns real, Trick trick) throws IOException {
        this.real = real;
        this.trick = trick;
        front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    static HostileResolver before(PocketDns real, Trick trick) throws IOException {
        HostileResolver resolver = new HostileResolver(real, trick);
        Thread thread = new Thread(resolver::serve, "hostile-resolver");
        thread.setDaemon(true);
        thread.start();
        return resolver;
    }

    int port() {
        return front.getLocalPort();
    }

    private void serve() {
        while (!front.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
                front.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                for (byte[] bytes : trick.instead(query, ask(real, query))) {
                    front.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (SocketException e) {
                continue; // closed, or the phone did not wait for the last answer
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What that server answers. */
    static byte[] ask(PocketDns server, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) Scene.SOON.toMillis());
            socket.connect(server.address());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    /** The message under another id. */
    static byte[] spoofed(byte[] message) {
        byte[] spoofed = message.clone();
        spoofed[1] ^= 1;
        return spoofed;
    }

    /** The message with that many answers in its header. */
    static byte[] claiming(byte[] message, int answers) {
        byte[] claiming = message.clone();
        claiming[6] = (byte) (answers >> 8);
        claiming[7] = (byte) answers;
        return claiming;
    }

    /** The query with its name's first letter changed, for what an attacker has of its own. */
    static byte[] forAnother(byte[] query) {
        byte[] other = query.clone();
        other[HEADER + 1] ^= 1;
        return other;
    }

    /** The question of a query and the records of an answer to another one that is as long. */
    static byte[] grafted(byte[] query, byte[] answer) {
        byte[] grafted = answer.clone();
        int end = HEADER;
        while (query[end] != 0) {
            end += 1 + query[end];
        }
        System.arraycopy(query, HEADER, grafted, HEADER, end - HEADER);
        return grafted;
    }

    @Override
    public void close() {
        front.close();
    }
}
