// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.linekeeper.dashboard.access.Access;
import org.linekeeper.dashboard.access.Audit;
import org.linekeeper.dashboard.access.Keep;
import org.linekeeper.http.kit.EventStreams;
import org.linekeeper.http.kit.HttpAddress;
import org.linekeeper.http.kit.HttpPort;
import org.linekeeper.http.kit.Limits;
import org.linekeeper.http.kit.Router;
import org.linekeeper.http.kit.Token;

/**
 * The dashboard's HTTP: the page, the ways in, and the routes of the others. First it listens, so
 * that a port that is taken is known before anything else begins; clients wait until it serves.
 */
public final class DashboardServer implements AutoCloseable {
    /** A browser has six connections at most and one stream, which ends each hour. */
    private static final Limits LIMITS =
            new Limits(
                    8,
                    128,
                    Duration.ofSeconds(10),
                    600,
                    100,
                    256,
                    Duration.ofSeconds(15),
                    Duration.ofHours(1));

    private final HttpPort port;
    private final Access access;

    private DashboardServer(HttpPort port, Access access) {
        this.port = port;
        this.access = access;
    }

    /**
     * Starts to listen.
     *
     * @param keep where sessions, invitations and the audit are kept; it may come to life later
     * @param clock what time it is
     * @throws IOException with one sentence when the page cannot be served there
     */
    public static DashboardServer bind(Place place, Keep keep, Supplier<Instant> clock)
            throws IOException {
        return bind(place, keep, clock, LIMITS);
    }

    static DashboardServer bind(Place place, Keep keep, Supplier<Instant> clock, Limits limits)
            throws IOException {
        Optional<Token> token =
                place.signsIn()
                        ? Optional.of(Token.in(place.home().orElseThrow(() -> homeless(place))))
                        : Optional.empty();
        HttpPort port = HttpPort.bind(place.address(), limits);
        return new DashboardServer(
                port, new Access(place.signsIn(), token, keep, clock, port.streams()::end));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** The streams of events that browsers have open. */
    public EventStreams streams() {
        return port.streams();
    }

    /** The log of what is done. */
    public Audit audit() {
        return access.audit();
    }

    /**
     * A new address that makes whoever follows it first, within 15 minutes, an operator: to be
     * shown to whoever started the dashboard, and never logged. Empty where nobody has to sign in.
     */
    public Optional<String> link() {
        return access.link().map(path -> "http://" + reachable(address()) + "/" + path);
    }

    /**
     * Answers from now on; to be called once.
     *
     * @param entries the files of this bundle
     * @return what there is besides the page and its files, such as {@code GET /healthz}
     */
    public List<String> serve(Entries entries, List<Routes> routes) {
        Router router = new Router();
        routes.forEach(each -> each.addTo(router));
        access.addTo(router);
        List<String> index = router.index();
        new PageRoutes(entries).addTo(router);
        port.serve(access.gate(port.address()), router, access);
        return index;
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        port.close();
    }

    private static IOException homeless(Place place) {
        return new IOException(
                "HTTP on "
                        + HttpAddress.text(place.address())
                        + " needs a home directory for its token.");
    }

    /** An address that leads here from elsewhere, where one listens on all. */
    private static String reachable(InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return HttpAddress.text(bound);
        }
        InetAddress own = firstOwn().orElse(InetAddress.getLoopbackAddress());
        return HttpAddress.text(new InetSocketAddress(own, bound.getPort()));
    }

    private static Optional<InetAddress> firstOwn() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
