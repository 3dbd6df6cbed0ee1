// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on a free port of loopback, and clients for it. */
final class Site implements AutoCloseable {
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What clients asked to be told. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** What {@code /things/ID} gives, by ID. */
    final Map<String, Reply> things = new ConcurrentHashMap<>();

    final HttpPort http;
    final int port;
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
        port = http.address().getPort();
        router.on("GET", "/healthz", request -> Reply.json(200, new JsonObject()))
                .on("POST", "/tell", this::tell)
                .on("POST", "/wait", request -> wait400())
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
        return new Limits(1, 8, Duration.ofMillis(150), 128, 1, 256, moment, eventLife);
    }

    private Reply tell(Request request) {
        JsonObject body = request.json();
        if (!body.has("to")) {
            throw new Problem(422, "\"to\" is missing.", "$.to");
        }
        told.add(body.get("to").getAsString());
        return Reply.empty(204);
    }

    private static Reply wait400() {
        try {
            Thread.sleep(400);
            return Reply.empty(202);
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

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = request(path, headers);
        if (json.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(json));
            request.header("Content-Type", "application/json");
        }
        return answer(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) {
        return answer(request(path, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.timeout(Duration.ofSeconds(10));
    }

    private static <T> HttpResponse<T> answer(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request.build(), body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A socket of a client that keeps to no rule. */
    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /**
     * What comes back for these bytes until the server closes, or until {@code Connection: close}.
     */
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
