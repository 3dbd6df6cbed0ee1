// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes on a socket: for clients that do what no library does. */
final class RawClient implements AutoCloseable {
    private static final int WAIT_MS = 10_000;

    private final Socket socket = new Socket();

    RawClient(int port) throws IOException {
        socket.setSoTimeout(WAIT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAIT_MS);
    }

    /** One that has been let in, with MQTT 5. */
    static RawClient admitted(int port, String clientId) throws IOException {
        RawClient client = new RawClient(port);
        client.send(connect(clientId));
        int type = client.socket.getInputStream().read();
        int length = client.socket.getInputStream().read();
        byte[] rest = client.socket.getInputStream().readNBytes(length);
        if (type != 0x20 || rest[1] != 0) {
            throw new IOException("not let in");
        }
        return client;
    }

    static byte[] connect(String clientId) {
        return packet(
                0x10,
                out -> {
                    string(out, "MQTT");
                    out.write(new byte[] {5, 2, 0, 60, 0});
                    string(out, clientId);
                });
    }

    static byte[] connectWithWillOfQos2(String clientId, String topic) {
        return packet(
                0x10,
                out -> {
                    string(out, "MQTT");
                    out.write(new byte[] {5, 0x16, 0, 60, 0});
                    string(out, clientId);
                    out.write(0);
                    string(out, topic);
                    string(out, "gone");
                });
    }

    static byte[] publish(String topic, int payloadBytes) {
        return packet(
                0x30,
                out -> {
                    string(out, topic);
                    out.write(0);
                    out.write(new byte[payloadBytes]);
                });
    }

    static byte[] subscribe(int id, String filter) {
        return packet(
                0x82,
                out -> {
                    out.writeShort(id);
                    out.write(0);
                    string(out, filter);
                    out.write(1);
                });
    }

    /** What follows the fixed header. */
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] packet(int first, Body body) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            body.write(new DataOutputStream(content));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(first);
            int length = content.size();
            do {
                all.write(length % 128 | (length > 127 ? 128 : 0));
                length /= 128;
            } while (length > 0);
            content.writeTo(all);
            return all.toByteArray();
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends as long as the other side takes it; false when it has hung up. */
    boolean pours(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (IOException hungUp) {
            return false;
        }
    }

    /** All that comes until the other side hangs up. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (java.net.SocketException reset) {
            // That is hanging up, too.
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
