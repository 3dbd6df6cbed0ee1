// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/**
 * A line's sockets on an {@link EventLoop}: it listens for datagrams and connections at one port of
 * each local address that leads to a target, and sends from there. See {@link Wire} for threads.
 */
public final class NioWire implements Wire {
    private final Reports reports;
    private final Connections connections;
    private final LocalPorts ports;
    private boolean closed;

    /** Opens nothing yet. */
    public NioWire(EventLoop loop, Listener listener, WireOptions options) {
        reports = new Reports(loop, listener);
        connections = new Connections(loop, reports, options);
        ports = new LocalPorts(loop, reports, options, connections::accept);
    }

    @Override
    public Optional<InetSocketAddress> localFor(Target target) {
        if (closed) {
            return Optional.empty();
        }
        return Addresses.of(target)
                .flatMap(remote -> ports.towards(remote).port())
                .map(port -> port.udp().local());
    }

    @Override
    public void send(Target target, byte[] message, long connectMs) {
        if (closed) {
            return;
        }
        Optional<InetSocketAddress> remote = Addresses.of(target);
        if (remote.isEmpty()) {
            reports.brokenLater(target, Trouble.noRoute("not an IP address"));
            return;
        }
        LocalPorts.Found found = ports.towards(remote.get());
        if (found.port().isEmpty()) {
            reports.brokenLater(target, Trouble.noRoute(found.why()));
        } else if (target.transport() == Transport.UDP) {
            found.port().get().udp().send(target, remote.get(), message);
        } else {
            connections.send(target, remote.get(), message, connectMs);
        }
    }

    @Override
    public void keepAlive(Target target, byte[] bytes) {
        if (target.transport() == Transport.UDP) {
            // The connected channel is the flow, and the one that hears of ICMP.
            send(target, bytes, 0);
        } else {
            connections.keepAlive(target, bytes);
        }
    }

    @Override
    public void unanswered(Target target, long sinceMs) {
        connections.retire(target, sinceMs);
    }

    @Override
    public void reopen() {
        reports.forget();
        connections.close();
        ports.close();
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        reports.close();
        connections.close();
        ports.close();
    }
}
