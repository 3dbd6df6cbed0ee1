// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipStreamReader;
import org.linekeeper.lab.sip.SipSyntaxException;

/** One TCP or TLS connection: a thread reads, another writes from a bounded queue. */
final class StreamFlow implements Flow, AutoCloseable {

    private static final int MAX_UNSENT = 200;
    private static final byte[] WAKE_UP = {};

    private final Socket socket;
    private final Transport transport;
    private final InetSocketAddress remote;
    private final Inbox inbox;
    private final Consumer<StreamFlow> onClose;
    private final BlockingQueue<byte[]> unsent = new ArrayBlockingQueue<>(MAX_UNSENT);

    StreamFlow(Socket socket, Transport transport, Inbox inbox, Consumer<StreamFlow> onClose) {
        this.socket = socket;
        this.transport = transport;
        this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        this.inbox = inbox;
        this.onClose = onClose;
    }

    void start() {
        Loop.daemon("lab-read-" + remote, this::readAll).start();
        Loop.daemon("lab-write-" + remote, this::writeAll).start();
    }

    private void readAll() {
        try (this) {
            SipStreamReader reader =
                    new SipStreamReader(socket.getInputStream(), () -> inbox.keepAlive(this));
            Optional<SipMessage> message = reader.read();
            while (message.isPresent()) {
                inbox.message(this, message.get());
                message = reader.read();
            }
        } catch (SipSyntaxException e) {
            inbox.malformed(this, e.getMessage());
        } catch (IOException e) {
            // The connection ended, a handshake failed: for the lab both are the end of the flow.
            return;
        }
    }

    private void writeAll() {
        try (this) {
            while (!socket.isClosed()) {
                socket.getOutputStream().write(unsent.take());
            }
        } catch (IOException e) {
            return; // the connection ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Transport transport() {
        return transport;
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
        if (!unsent.offer(bytes)) {
            close(); // a peer that does not read is cut off
        }
    }

    /** Ends the connection with RST instead of FIN. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            close();
            return;
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to free: the descriptor is gone whatever the last flush said.
            unsent.clear();
        }
        unsent.offer(WAKE_UP); // wakes the writer, which then sees the closed socket
        onClose.accept(this);
    }
}
