// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.linekeeper.api.line.PortRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line's port, the same at each local address that is in use. A port that is taken is tried again
 * until it is free.
 */
final class LocalPorts {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPorts.class);
    private static final long RETRY_MS = 1000;

    /** Ports that are tried at once before the line waits. */
    private static final int DRAWS = 16;

    private final EventLoop loop;
    private final Reports reports;
    private final WireOptions options;
    private final Consumer<SocketChannel> guests;
    private final Routes routes = new Routes();
    private final Map<InetAddress, LocalPort> open = new HashMap<>();
    private final Map<InetAddress, Waiting> waiting = new HashMap<>();

    /** The line's port once it has one, and the one to have again after closing. */
    private int last;

    private record Waiting(Scheduler.Timer timer, String why) {}

    /** A port, or why there is none. */
    record Found(Optional<LocalPort> port, String why) {
        static Found none(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    LocalPorts(
            EventLoop loop, Reports reports, WireOptions options, Consumer<SocketChannel> guests) {
        this.loop = loop;
        this.reports = reports;
        this.options = options;
        this.guests = guests;
    }

    Found towards(InetSocketAddress remote) {
        InetAddress local;
        try {
            local = localFor(remote);
        } catch (IOException e) {
            return Found.none(Trouble.words(e));
        }
        if (waiting.containsKey(local)) {
            return Found.none(waiting.get(local).why());
        }
        if (!open.containsKey(local)) {
            Optional<String> trouble = open(local);
            if (trouble.isPresent()) {
                LOG.warn("{}; trying again every second", trouble.get());
                await(local, trouble.get());
                return Found.none(trouble.get());
            }
        }
        return new Found(Optional.of(open.get(local)), "");
    }

    void close() {
        open.values().forEach(LocalPort::close);
        open.clear();
        waiting.values().forEach(each -> each.timer().cancel());
        waiting.clear();
        routes.forget();
        loop.releasePorts();
    }

    private InetAddress localFor(InetSocketAddress remote) throws IOException {
        if (options.bind().isEmpty()) {
            return routes.localFor(remote);
        }
        InetAddress bind = options.bind().get();
        if (Routes.family(bind) != Routes.family(remote.getAddress())) {
            throw new IOException("bound to " + bind.getHostAddress() + " only");
        }
        return bind;
    }

    private void await(InetAddress local, String why) {
        Scheduler.Timer timer = loop.schedule(RETRY_MS, () -> retry(local));
        waiting.put(local, new Waiting(timer, why));
    }

    private void retry(InetAddress local) {
        waiting.remove(local);
        Optional<String> trouble = open(local);
        if (trouble.isPresent()) {
            await(local, trouble.get());
        } else {
            LOG.info("local port {} at {} is ours now", last, local.getHostAddress());
            reports.opened();
        }
    }

    /** Empty, or what is wrong with the last port that was tried. */
    private Optional<String> open(InetAddress local) {
        // A channel that was closed a moment ago holds its port until now.
        loop.releasePorts();
        Optional<String> trouble = Optional.empty();
        int[] draws = draws();
        // Rather a port that is free for datagrams and connections both.
        for (boolean both : new boolean[] {true, false}) {
            for (int port : draws) {
                trouble = open(new InetSocketAddress(local, port), both);
                if (trouble.isEmpty()) {
                    return trouble;
                }
            }
        }
        return trouble;
    }

    private Optional<String> open(InetSocketAddress local, boolean both) {
        try {
            LocalPort port =
                    LocalPort.open(loop, reports, options.errorQueue(), guests, local, both);
            open.put(local.getAddress(), port);
            last = port.udp().local().getPort();
            return Optional.empty();
        } catch (IOException e) {
            String where = "local port " + local.getPort() + " at ";
            return Optional.of(
                    where + local.getAddress().getHostAddress() + " is " + Trouble.words(e));
        }
    }

    private int[] draws() {
        PortRange ports = options.ports();
        if (!open.isEmpty()) {
            return new int[] {last};
        }
        if (ports.min() == 0) {
            int[] any = new int[DRAWS];
            any[0] = last;
            return any;
        }
        int size = ports.max() - ports.min() + 1;
        int start =
                last == 0
                        ? options.random().nextInt(size)
                        : Math.floorMod(last - ports.min(), size);
        return IntStream.range(0, Math.min(DRAWS, size))
                .map(i -> ports.min() + (start + i) % size)
                .toArray();
    }
}
