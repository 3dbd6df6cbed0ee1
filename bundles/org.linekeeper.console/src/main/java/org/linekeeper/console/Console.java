// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.http.kit.Gate;
import org.linekeeper.http.kit.HttpAddress;
import org.linekeeper.http.kit.HttpPort;
import org.linekeeper.http.kit.Limits;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Router;
import org.linekeeper.http.kit.Token;

/** The HTTP server and all behind it, without OSGi. */
final class Console implements AutoCloseable {
    private final HttpPort port;
    private final Router router = new Router();
    private final EventFeed feed;
    private final TransitionCounts counts;

    private Console(HttpPort port, Gate gate, Lines lines, Transitions past) {
        this.port = port;
        feed = new EventFeed(past, port.streams());
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
        port.serve(gate, router, new Refusals());
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
        HttpPort port = HttpPort.bind(address, limits);
        Gate gate =
                token.map(shown -> Gate.token(port.address(), shown))
                        .orElseGet(() -> Gate.loopback(port.address()));
        return new Console(port, gate, lines, transitions);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return port.address();
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
        port.close();
    }

    private Reply index() {
        return Reply.of(200, "text/plain; charset=utf-8", String.join("\n", router.index()) + "\n");
    }

    private static IOException homeless(InetSocketAddress address) {
        return new IOException(
                "HTTP on " + HttpAddress.text(address) + " needs a home directory for its token.");
    }
}
