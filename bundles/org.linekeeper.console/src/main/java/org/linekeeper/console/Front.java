// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.linekeeper.api.lines.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each request past the gate to its route, and the answer or the problem back. */
final class Front implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** What is still read of a body that is refused, so that its sender gets to the answer. */
    private static final int MAX_DRAIN = 1 << 20;

    private final Gate gate;
    private final Router router;
    private final Workers workers;

    Front(Gate gate, Router router, Workers workers) {
        this.gate = gate;
        this.router = router;
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
            return workers.unwatched(() -> found.handler().apply(request));
        } catch (Problem problem) {
            return problem.reply();
        } catch (Refusal refusal) {
            return Problem.of(refusal, "").reply();
        } catch (RuntimeException | Error bug) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            return new Problem(500, "The phone failed to do this; its log says why.").reply();
        }
    }

    private static Request request(HttpExchange exchange, Router.Found found) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(Limits.MAX_BODY + 1);
        if (body.length > Limits.MAX_BODY) {
            throw new Problem(413, "A body has at most " + Limits.MAX_BODY + " bytes.");
        }
        String query = exchange.getRequestURI().getRawQuery();
        Headers headers = exchange.getRequestHeaders();
        Request request = new Request(found.path(), query == null ? "" : query, headers, body);
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
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
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

    private static void drain(InputStream in) throws IOException {
        byte[] sink = new byte[8192];
        int left = MAX_DRAIN;
        int count;
        while (left > 0 && (count = in.read(sink)) > 0) {
            left -= count;
        }
    }
}
