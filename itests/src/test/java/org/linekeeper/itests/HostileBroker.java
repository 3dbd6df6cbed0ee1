// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker on loopback that lets a phone in and then does it harm. MQTT 5, by hand. */
final class HostileBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int QOS = 6;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final Harm harm;

    /** What is done to a phone that has subscribed. */
    interface Harm {
        void to(OutputStream phone) throws IOException;
    }

    HostileBroker(Harm harm) throws IOException {
        this.harm = harm;
        threads.execute(this::accept);
    }

    String url() {
        return "mqtt://127.0.0.1:" + socket.getLocalPort();
    }

    /** How often the phone has come. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket phone = socket.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(phone));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket phone) {
        try (phone) {
            DataInputStream in = new DataInputStream(phone.getInputStream());
            OutputStream out = new BufferedOutputStream(phone.getOutputStream());
            while (true) {
                int head = in.readUnsignedByte();
                byte[] rest = in.readNBytes(length(in));
                switch (head >> 4) {
                    case CONNECT -> out.write(new byte[] {0x20, 3, 0, 0, 0});
                    case SUBSCRIBE -> {
                        // Three filters, each granted at QoS 1.
                        out.write(new byte[] {(byte) 0x90, 6, rest[0], rest[1], 0, 1, 1, 1});
                        out.flush();
                        harm.to(out);
                    }
                    case PUBLISH -> {
                        if ((head & QOS) != 0) {
                            int topic = (rest[0] & 0xff) << 8 | rest[1] & 0xff;
                            out.write(new byte[] {0x40, 2, rest[2 + topic], rest[3 + topic]});
                        }
                    }
                    default -> {
                        // PINGREQ and DISCONNECT get no answer.
                    }
                }
                out.flush();
            }
        } catch (IOException gone) {
            // The phone has had enough, or the test is over.
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int value = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.readUnsignedByte();
            value |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return value;
    }

    /** The head of a PUBLISH of QoS 0 whose payload is that long. */
    static byte[] publish(String topic, int payloadBytes, boolean retained) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(PUBLISH << 4 | (retained ? 1 : 0));
        int rest = 2 + name.length + 1 + payloadBytes;
        do {
            int digit = rest & 0x7f;
            rest >>= 7;
            bytes.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        bytes.write(name.length >> 8);
        bytes.write(name.length);
        bytes.writeBytes(name);
        bytes.write(0);
        return bytes.toByteArray();
    }

    /** Sends a message of QoS 0. */
    static void send(OutputStream phone, String topic, String text, boolean retained)
            throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        phone.write(publish(topic, payload.length, retained));
        phone.write(payload);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
