// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/**
 * A line's connections: one to each target, shared by all messages to it, and some from outside.
 */
final class Connections implements Connection.Owner {
    /** More than a line has targets; beyond it the connection longest unused is closed. */
    static final int MAX_TARGETS = 64;

    /** Beyond it connections from outside are refused. */
    static final int MAX_GUESTS = 32;

    private static final long GUEST_IDLE_MS = 180_000;

    /** Beyond it the one retired first is closed. */
    static final int MAX_RETIRED = 8;

    private static final long RETIRED_IDLE_MS = 32_000;

    private final EventLoop loop;
    private final Reports reports;
    private final WireOptions options;
    private final Map<Target, Connection> outgoing = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Connection, Target> targets = new IdentityHashMap<>();
    private final Set<Connection> guests = new HashSet<>();
    private final Set<Connection> retired = new LinkedHashSet<>();

    Connections(EventLoop loop, Reports reports, WireOptions options) {
        this.loop = loop;
        this.reports = reports;
        this.options = options;
    }

    void send(Target target, InetSocketAddress remote, byte[] message, long connectMs) {
        Connection connection = outgoing.get(target);
        if (connection == null) {
            if (target.transport() == Transport.TLS && options.tls().get().isEmpty()) {
                reports.brokenLater(target, new Unreachable(Kind.TLS, "TLS is not set up"));
                return;
            }
            try {
                connection = connect(target, remote, connectMs);
            } catch (IOException e) {
                reports.brokenLater(target, Trouble.noRoute(e));
                return;
            }
        }
        connection.send(message);
    }

    void keepAlive(Target target, byte[] bytes) {
        Connection connection = outgoing.get(target);
        if (connection != null && connection.isOpen()) {
            connection.send(bytes);
        }
    }

    /** Takes a connection that is silent since then out of use; what comes on it is still read. */
    void retire(Target target, long sinceMs) {
        Connection connection = outgoing.get(target);
        if (connection == null || !connection.isSilentSince(sinceMs)) {
            return;
        }
        outgoing.remove(target);
        targets.remove(connection);
        if (retired.size() == MAX_RETIRED) {
            Connection eldest = retired.iterator().next();
            retired.remove(eldest);
            eldest.close();
        }
        retired.add(connection);
        connection.endWhenIdle(RETIRED_IDLE_MS);
    }

    void accept(SocketChannel channel) {
        if (guests.size() == MAX_GUESTS) {
            reports.dropped("connection over the limit");
            EventLoop.quietly(channel);
            return;
        }
        try {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            Connection guest =
                    new Connection(loop, this, channel, remote, Transport.TCP, Layer.Plain::new);
            guests.add(guest);
            guest.serve(GUEST_IDLE_MS);
        } catch (IOException e) {
            // It is gone already.
            EventLoop.quietly(channel);
        }
    }

    void close() {
        List.copyOf(guests).forEach(Connection::close);
        guests.clear();
        List.copyOf(retired).forEach(Connection::close);
        retired.clear();
        List.copyOf(outgoing.values()).forEach(Connection::close);
        outgoing.clear();
        targets.clear();
    }

    @Override
    public void received(Flow flow, byte[] message) {
        reports.received(flow, message);
    }

    @Override
    public void dropped(String what) {
        reports.dropped(what);
    }

    @Override
    public void ended(Connection connection, Unreachable how) {
        guests.remove(connection);
        retired.remove(connection);
        Target target = targets.remove(connection);
        if (target != null) {
            outgoing.remove(target, connection);
            reports.broken(target, how);
        }
    }

    private Connection connect(Target target, InetSocketAddress remote, long connectMs)
            throws IOException {
        SocketChannel channel = SocketChannel.open(Routes.family(remote.getAddress()));
        Function<Layer.Host, Layer> layer =
                target.transport() == Transport.TLS
                        ? new TlsClient(loop, options.tls().get().orElseThrow()).towards(target)
                        : Layer.Plain::new;
        Connection connection =
                new Connection(loop, this, channel, remote, target.transport(), layer);
        if (outgoing.size() == MAX_TARGETS) {
            closeEldest();
        }
        outgoing.put(target, connection);
        targets.put(connection, target);
        Optional<InetAddress> bind =
                options.bind().filter(a -> Routes.family(a) == Routes.family(remote.getAddress()));
        connection.connect(bind, connectMs);
        return connection;
    }

    private void closeEldest() {
        Connection eldest = outgoing.remove(outgoing.keySet().iterator().next());
        targets.remove(eldest);
        eldest.close();
        reports.dropped("connection to a target over the limit");
    }
}
