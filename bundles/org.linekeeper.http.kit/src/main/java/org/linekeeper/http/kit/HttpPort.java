// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * A port that is listened on, and the threads behind it. Clients wait until {@link #serve} says
 * what there is; what they may take is limited from then on.
 */
public final class HttpPort implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final Watchdog watchdog = new Watchdog();
    private final Workers workers;
    private final EventStreams streams;

    private HttpPort(HttpServer server, Limits limits) {
        this.server = server;
        workers = new Workers(limits, watchdog);
        streams = new EventStreams(limits, watchdog);
    }

    /**
     * Starts to listen.
     *
     * @param address port 0 = any free one
     * @throws IOException with one sentence when that cannot be
     */
    public static HttpPort bind(InetSocketAddress address, Limits limits) throws IOException {
        limits.applyToServer();
        try {
            return new HttpPort(HttpServer.create(address, BACKLOG), limits);
        } catch (BindException e) {
            String place = HttpAddress.text(address);
            throw new IOException("HTTP cannot listen on " + place + ": " + reason(e) + ".", e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The streams of events that this port's clients have. */
    public EventStreams streams() {
        return streams;
    }

    /** Answers from now on; to be called once. */
    public void serve(Gate gate, Router router, Guard guard) {
        server.createContext("/", new Front(gate, router, guard, workers));
        server.setExecutor(workers);
        server.start();
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        streams.close();
        server.stop(0);
        workers.close();
        watchdog.close();
    }

    private static String reason(BindException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("in use") ? "the port is taken" : "the address is not this host's";
    }
}
