// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.lines.Lines;

/** The HTTP server and all behind it, without OSGi. */
final class Console implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final Router router = new Router();
    private final Watchdog watchdog = new Watchdog();
    private final Workers workers;
    private final EventFeed feed;
    private final TransitionCounts counts;

    private Console(HttpServer server, Gate gate, Limits limits, Lines lines, Transitions past) {
        this.server = server;
        workers = new Workers(limits, watchdog);
        feed = new EventFeed(past, limits, watchdog);
        counts = new TransitionCounts(past);
        router.on("GET", "/", request -> index());
        new LineRoutes(lines).addTo(router);
        new SubscriptionRoutes(lines).addTo(router);
        router.on("GET", "/api/v1/events", feed::subscribe);
        new TraceRoute(lines).addTo(router);
        new LadderRoutes(lines).addTo(router);
        new ConfigRoutes(lines).addTo(router);
        new DhcpRoute(lines).addTo(router);
        new HealthRoutes(lines, counts).addTo(router);
        server.createContext("/", new Front(gate, router, workers));
        server.setExecutor(workers);
        server.start();
    }

    /**
     * Starts to listen.
     *
     * @param address port 0 = any free one
     * @param home where the token lies; needed outside loopback only
     * @throws IOException with one sentence when the console cannot be served there
     */
    static Console open(
            InetSocketAddress address,
            Optional<Path> home,
            Limits limits,
            Lines lines,
            Transitions transitions)
            throws IOException {
        Optional<Token> token = Optional.empty();
        if (!address.getAddress().isLoopbackAddress()) {
            token = Optional.of(Token.in(home.orElseThrow(() -> homeless(address))));
        }
        Limits.applyToServer();
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            String place = HttpAddress.text(address);
            throw new IOException("HTTP cannot listen on " + place + ": " + reason(e) + ".", e);
        }
        return new Console(
                server, new Gate(server.getAddress(), token), limits, lines, transitions);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    /** To be told of each transition. */
    List<LineListener> listeners() {
        return List.of(feed, counts);
    }

    /** Each method and path that is answered, such as {@code GET /healthz}. */
    List<String> routes() {
        return router.index();
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        feed.close();
        server.stop(0);
        workers.close();
        watchdog.close();
    }

    private Reply index() {
        return Reply.of(200, "text/plain; charset=utf-8", String.join("\n", router.index()) + "\n");
    }

    private static IOException homeless(InetSocketAddress address) {
        return new IOException(
                "HTTP on " + HttpAddress.text(address) + " needs a home directory for its token.");
    }

    private static String reason(BindException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("in use") ? "the port is taken" : "the address is not this host's";
    }
}
