// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Datagrams and connections under one number at one local address. */
final class LocalPort {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);
    private static final long RETRY_MS = 1000;

    private final EventLoop loop;
    private final UdpPort udp;
    private final Consumer<SocketChannel> guests;
    private Optional<TcpPort> tcp = Optional.empty();
    private boolean closed;

    private LocalPort(EventLoop loop, UdpPort udp, Consumer<SocketChannel> guests) {
        this.loop = loop;
        this.udp = udp;
        this.guests = guests;
    }

    /**
     * @param guests gets each connection from outside
     * @param both fails if connections cannot be had; else that is tried again later
     * @throws IOException if the port is taken or the address is not here
     */
    static LocalPort open(
            EventLoop loop,
            Reports reports,
            ErrorQueue errorQueue,
            Consumer<SocketChannel> guests,
            InetSocketAddress local,
            boolean both)
            throws IOException {
        UdpPort udp = UdpPort.open(loop, reports, errorQueue, local);
        LocalPort port = new LocalPort(loop, udp, guests);
        try {
            port.listen();
        } catch (IOException e) {
            if (both) {
                udp.close();
                loop.releasePorts();
                throw e;
            }
            LOG.warn(
                    "local TCP port {} at {} is {}; trying again every second",
                    local.getPort(),
                    local.getAddress().getHostAddress(),
                    Trouble.words(e));
            port.listenLater();
        }
        return port;
    }

    UdpPort udp() {
        return udp;
    }

    void close() {
        closed = true;
        udp.close();
        tcp.ifPresent(TcpPort::close);
    }

    private void listen() throws IOException {
        tcp = Optional.of(TcpPort.open(loop, udp.local(), guests));
    }

    private void listenLater() {
        loop.schedule(RETRY_MS, this::tryAgain);
    }

    private void tryAgain() {
        if (closed) {
            return;
        }
        try {
            listen();
        } catch (IOException e) {
            listenLater();
        }
    }
}
