// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * UDP, and TCP when the answer was cut. dnsjava's own client would take the first datagram for the
 * answer, see time-outs once a second and keep a thread for the life of the JVM; this one waits on
 * when an answer is not ours (RFC 5452 section 9.1), and lives in the caller's thread.
 */
final class SocketExchange implements Exchange {
    private static final int LONGEST_DATAGRAM = 4096;

    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public Message ask(InetSocketAddress server, Message query, long timeoutMs) throws IOException {
        Deadline deadline = new Deadline(timeoutMs);
        try {
            Message answer = overUdp(server, query, deadline);
            boolean cut = answer.getHeader().getFlag(Flags.TC);
            return cut ? overTcp(server, query, deadline) : answer;
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer", e);
        } catch (PortUnreachableException e) {
            throw new IOException("port unreachable", e);
        }
    }

    private Message overUdp(InetSocketAddress server, Message query, Deadline deadline)
            throws IOException {
        // The system chooses the port at random; a connected socket hears of ICMP.
        try (DatagramSocket socket = opened(new DatagramSocket())) {
            socket.connect(server);
            byte[] wire = query.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            DatagramPacket packet =
                    new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);
            while (true) {
                packet.setLength(LONGEST_DATAGRAM);
                socket.setSoTimeout(deadline.leftMs());
                socket.receive(packet);
                ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                Optional<Message> answer = answer(query, bytes);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
    }

    private Message overTcp(InetSocketAddress server, Message query, Deadline deadline)
            throws IOException {
        try (Socket socket = opened(new Socket())) {
            socket.connect(server, deadline.leftMs());
            byte[] wire = query.toWire();
            ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + wire.length);
            framed.putShort((short) wire.length).put(wire);
            socket.getOutputStream().write(framed.array());
            DataInputStream in = new DataInputStream(new TimedStream(socket, deadline));
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return answer(query, ByteBuffer.wrap(reply))
                    .orElseThrow(() -> new IOException("garbage over TCP"));
        }
    }

    /** The message, if it can be read and answers this query. */
    private static Optional<Message> answer(Message query, ByteBuffer bytes) {
        Message message;
        try {
            message = new Message(bytes);
        } catch (IOException | RuntimeException e) {
            // Whatever a hostile datagram makes the parser throw, it is a datagram to drop.
            return Optional.empty();
        }
        boolean ours =
                message.getHeader().getID() == query.getHeader().getID()
                        && message.getHeader().getFlag(Flags.QR)
                        && asksTheSame(query, message);
        return ours ? Optional.of(message) : Optional.empty();
    }

    private static boolean asksTheSame(Message query, Message message) {
        if (message.getQuestion() == null) {
            // Servers that refuse may leave the question out.
            return message.getRcode() != Rcode.NOERROR;
        }
        return query.getQuestion().equals(message.getQuestion());
    }

    private <T extends Closeable> T opened(T socket) throws IOException {
        open.removeIf(SocketExchange::isClosed);
        open.add(socket);
        if (closed) {
            socket.close();
            throw new IOException("the phone is stopping");
        }
        return socket;
    }

    private static boolean isClosed(Closeable socket) {
        return socket instanceof DatagramSocket udp ? udp.isClosed() : ((Socket) socket).isClosed();
    }

    @Override
    public void close() {
        closed = true;
        for (Closeable socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // A socket that cannot be closed has nobody waiting on it either.
                open.remove(socket);
            }
        }
    }

    /** A point in time, on the clock that sockets wait by. */
    private static final class Deadline {
        private final long atNanos;

        Deadline(long timeoutMs) {
            atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        }

        /** At least 1: for sockets 0 means for ever. */
        int leftMs() throws SocketTimeoutException {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime());
            if (leftMs < 1) {
                throw new SocketTimeoutException();
            }
            return (int) Math.min(leftMs, Integer.MAX_VALUE);
        }
    }

    /** A socket's input as a whole bound by a deadline, however slowly it drips. */
    private static final class TimedStream extends InputStream {
        private final Socket socket;
        private final Deadline deadline;

        TimedStream(Socket socket, Deadline deadline) {
            this.socket = socket;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            socket.setSoTimeout(deadline.leftMs());
            return socket.getInputStream().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            socket.setSoTimeout(deadline.leftMs());
            return socket.getInputStream().read(into, offset, length);
        }
    }
}
