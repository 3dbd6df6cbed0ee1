// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A way to a port of loopback for one connection, which can be cut without a word. */
final class CutOff implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> ends = new ArrayList<>();
    private final int to;

    CutOff(int to) throws IOException {
        this.to = to;
        start(this::take);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void take() {
        try {
            Socket here = keep(listener.accept());
            Socket there = keep(new Socket(InetAddress.getLoopbackAddress(), to));
            start(() -> pass(here, there));
            start(() -> pass(there, here));
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private synchronized Socket keep(Socket socket) {
        ends.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // So is the other direction.
        }
        close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cut-off");
        thread.setDaemon(true);
        thread.start();
    }

    /** Both sides see the connection end. */
    @Override
    public synchronized void close() {
        for (Socket each : ends) {
            try {
                each.close();
                listener.close();
            } catch (IOException gone) {
                // That is what was wanted.
            }
        }
    }
}
