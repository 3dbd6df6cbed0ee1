// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.dashboard.access.MemoryKeep;
import org.linekeeper.http.kit.Limits;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** A dashboard with few routes, and clients for it. */
final class Fleet implements AutoCloseable {
    static final Limits PATIENT =
            new Limits(
                    4,
                    64,
                    Duration.ofSeconds(10),
                    600,
                    20,
                    256,
                    Duration.ofSeconds(15),
                    Duration.ofHours(1));

    /** Under these a slow client is cut off in a moment. */
    static final Limits IMPATIENT =
            new Limits(
                    2,
                    16,
                    Duration.ofMillis(200),
                    600,
                    2,
                    256,
                    Duration.ofMillis(100),
                    Duration.ofHours(1));

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final SmallPage files = new SmallPage();
    final DashboardServer server;
    final int port;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** On loopback, where nobody signs in. */
    Fleet() throws IOException {
        this(Optional.empty(), new MemoryKeep(), PATIENT);
    }

    Fleet(Limits limits) throws IOException {
        this(Optional.empty(), new MemoryKeep(), limits);
    }

    /** Where everybody has to sign in. */
    Fleet(Path home, MemoryKeep keep) throws IOException {
        this(Optional.of(home), keep, PATIENT);
    }

    private Fleet(Optional<Path> home, MemoryKeep keep, Limits limits) throws IOException {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        Place place = new Place(any, home.isPresent(), home);
        server = DashboardServer.bind(place, keep, () -> now, limits);
        port = server.address().getPort();
        server.serve(files, List.of(this::routes));
    }

    private void routes(Router router) {
        router.on("GET", "/api/v1/overview", Fleet::who)
                .on("POST", "/api/v1/silences", request -> Reply.empty(201))
                .on("GET", "/healthz", Router.ANYBODY, request -> Reply.json(200, new JsonObject()))
                .on(
                        "GET",
                        "/api/v1/events",
                        request -> server.streams().subscribe(request, last -> List.of()));
    }

    private static Reply who(Request request) {
        return Reply.json(200, new JsonPrimitive(request.principal().orElseThrow().toString()));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    JsonObject json(String path, String... headers) {
        return JsonParser.parseString(get(path, headers).body()).getAsJsonObject();
    }

    HttpResponse<String> send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (json.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(json));
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request);
    }

    HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return CLIENT.send(
                    request.timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Follows a link and presses its button; gives the cookie. */
    String enter(String url) {
        String path = url.substring(url.indexOf("/enter"));
        HttpResponse<String> in = send("POST", path, "");
        String cookie =
                in.headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow(() -> new IllegalStateException(in.body()));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** What comes back for these bytes until the server closes. */
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
