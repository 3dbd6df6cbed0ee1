// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each request past gate and guard to its route, and the answer or the problem back. */
final class Front implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** What is still read of a body that is refused, so that its sender gets to the answer. */
    private static final int MAX_DRAIN = 1 << 20;

    private final Gate gate;
    private final Router router;
    private final Guard guard;
    private final Workers workers;

    Front(Gate gate, Router router, Guard guard, Workers workers) {
        this.gate = gate;
        this.router = router;
        this.guard = guard;
        this.workers = workers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        Answer answer = answer(exchange);
        if (answer instanceof EventStream stream) {
            stream(exchange, stream);
        } else if (answer instanceof Reply reply) {
            send(exchange, reply);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            String target = exchange.getRequestURI().toString();
            if (target.length() > Limits.MAX_TARGET) {
                throw new Problem(
                        414, "An address has at most " + Limits.MAX_TARGET + " characters.");
            }
            gate.check(exchange.getRequestURI(), exchange.getRequestHeaders());
            String path = exchange.getRequestURI().getRawPath();
            Router.Found found = router.find(exchange.getRequestMethod(), path);
            Request request = request(exchange, found);
            return workers.unwatched(() -> guard.pass(request, found.role(), found.handler()));
        } catch (Problem problem) {
            return problem.reply();
        } catch (RuntimeException | Error bug) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), path(exchange), bug);
            return new Problem(500, "This failed by a mistake of ours; the log says why.").reply();
        }
    }

    /** Without the query, which may hold a secret. */
    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath();
    }

    private static Request request(HttpExchange exchange, Router.Found found) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(Limits.MAX_BODY + 1);
        if (body.length > Limits.MAX_BODY) {
            throw new Problem(413, "A body has at most " + Limits.MAX_BODY + " bytes.");
        }
        String query = exchange.getRequestURI().getRawQuery();
        Request request =
                new Request(
                        exchange.getRequestMethod(),
                        path(exchange),
                        found.path(),
                        query == null ? "" : query,
                        exchange.getRequestHeaders(),
                        body,
                        exchange.getRemoteAddress().getAddress(),
                        Optional.empty());
        request.checkType();
        return request;
    }

    private void stream(HttpExchange exchange, EventStream stream) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            stream.close();
            exchange.getResponseHeaders().set("Content-Type", EventStream.TYPE);
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        workers.unwatched(
                () -> {
                    stream.run(exchange);
                    return stream;
                });
        // The server forgets a connection that broke in its answer only when the handler throws.
        throw new IOException("the stream is over");
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        drain(exchange.getRequestBody());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
        if (reads && isKnown(exchange.getRequestHeaders(), reply)) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        byte[] body = encoded(exchange, reply);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static boolean isKnown(Headers asked, Reply reply) {
        String tag = reply.headers().get("ETag");
        String known = asked.getFirst("If-None-Match");
        return reply.status() == 200 && tag != null && known != null && Tags.names(known, tag);
    }

    /** The body as this client takes it. */
    private static byte[] encoded(HttpExchange exchange, Reply reply) {
        boolean small = reply.gzipped().length > 0;
        if (!small && !Gzip.isWorth(reply)) {
            return reply.body();
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Vary", "Accept-Encoding");
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted == null || !Gzip.isAccepted(accepted)) {
            return reply.body();
        }
        headers.set("Content-Encoding", "gzip");
        return small ? reply.gzipped() : Gzip.shrink(reply.body());
    }

    private static void drain(InputStream in) throws IOException {
        byte[] sink = new byte[8192];
        int left = MAX_DRAIN;
        int count;
        while (left > 0 && (count = in.read(sink)) > 0) {
            left -= count;
        }
    }
}
