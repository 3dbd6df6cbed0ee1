// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server with a few routes. */
final class Site extends LoopbackServer {
    /** What clients asked to be told. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** What {@code /things/ID} gives, by ID. */
    final Map<String, Reply> things = new ConcurrentHashMap<>();

    /** Down when {@code /work} has begun. */
    final CountDownLatch working = new CountDownLatch(1);

    /** What {@code /work} waits for. */
    final CountDownLatch enough = new CountDownLatch(1);

    final HttpPort http;
    private final Router router = new Router();

    Site() throws IOException {
        this(Limits.STANDARD);
    }

    Site(Limits limits) throws IOException {
        this(limits, "127.0.0.1", Gate::loopback, (request, role, route) -> route.apply(request));
    }

    Site(Limits limits, String address, Function<InetSocketAddress, Gate> gate, Guard guard)
            throws IOException {
        http = HttpPort.bind(new InetSocketAddress(address, 0), limits);
        router.on("GET", "/healthz", request -> Reply.json(200, new JsonObject()))
                .on("POST", "/tell", this::tell)
                .on("POST", "/work", request -> work())
                .on("GET", "/things/{id}", request -> thing(request.path().get("id")))
                .on("GET", "/echo", request -> Reply.of(200, "text/plain", echo(request)))
                .on("GET", "/open", Router.ANYBODY, request -> Reply.empty(204))
                .on("GET", "/events", request -> http.streams().subscribe(request, x -> List.of()));
        http.serve(gate.apply(http.address()), router, guard);
    }

    /** Limits under which a slow client is cut off in a moment. */
    static Limits impatient() {
        return limits(Duration.ofDays(1));
    }

    /** The same, with streams that live so long. */
    static Limits limits(Duration eventLife) {
        Duration moment = Duration.ofMillis(100);
        // A good client on a busy machine needs some of it, too.
        Duration exchange = Duration.ofMillis(500);
        return new Limits(1, 8, exchange, 128, 1, 256, moment, eventLife);
    }

    private Reply tell(Request request) {
        JsonObject body = request.json();
        if (!body.has("to")) {
            throw new Problem(422, "\"to\" is missing.", "$.to");
        }
        told.add(body.get("to").getAsString());
        return Reply.empty(204);
    }

    /** Works until the test says that it is enough. */
    private Reply work() {
        try {
            working.countDown();
            return Reply.empty(enough.await(10, TimeUnit.SECONDS) ? 202 : 504);
        } catch (InterruptedException e) {
            throw new IllegalStateException("cut off at work", e);
        }
    }

    private Reply thing(String id) {
        Reply thing = things.get(id);
        if (id.equals("bug")) {
            throw new IllegalStateException("things of the bug");
        }
        if (thing == null) {
            throw new Problem(404, "There is no such thing.");
        }
        return thing;
    }

    private static String echo(Request request) {
        return request.optional("q").orElse("-")
                + " "
                + request.cookie("c").orElse("-")
                + " "
                + request.from().getHostAddress()
                + " "
                + request.principal().map(Principal::name).orElse("-");
    }

    @Override
    public int port() {
        return http.address().getPort();
    }

    @Override
    public void close() {
        http.close();
    }
}
