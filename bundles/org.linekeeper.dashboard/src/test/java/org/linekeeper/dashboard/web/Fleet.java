// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.dashboard.access.MemoryKeep;
import org.linekeeper.http.kit.Limits;
import org.linekeeper.http.kit.LoopbackServer;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** A dashboard with few routes. */
final class Fleet extends LoopbackServer {
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

    final SmallPage files = new SmallPage();
    final DashboardServer server;
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

    /** Somebody who came by the link that is printed; gives the cookie. */
    String operator() {
        return enter(server.link().orElseThrow());
    }

    /** The link that somebody gets who is invited so. */
    String invite(String cookie, String body) {
        String made = send("POST", "/api/v1/invitations", body, "Cookie", cookie).body();
        return JsonParser.parseString(made).getAsJsonObject().get("url").getAsString();
    }

    /** What was done, the newest first. */
    List<JsonObject> audit(String cookie) {
        return json("/api/v1/audit", "Cookie", cookie).getAsJsonArray("entries").asList().stream()
                .map(each -> each.getAsJsonObject())
                .toList();
    }

    @Override
    public int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
