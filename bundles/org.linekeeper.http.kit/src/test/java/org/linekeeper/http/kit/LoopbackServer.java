// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server under test at a port of loopback, as its clients meet it: polite ones and others. */
public abstract class LoopbackServer implements AutoCloseable {
    public static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration BOUND = Duration.ofSeconds(10);

    /** Where it listens. */
    public abstract int port();

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** What is there, which has to be there. */
    public JsonObject json(String path, String... headers) {
        HttpResponse<String> found = get(path, headers);
        if (found.statusCode() != 200) {
            throw new IllegalStateException(found.statusCode() + " " + found.body());
        }
        return JsonParser.parseString(found.body()).getAsJsonObject();
    }

    public HttpResponse<byte[]> bytes(String path, String... headers) {
        return answer(request("GET", path, "", headers), BodyHandlers.ofByteArray());
    }

    /** With a body of JSON unless that is empty. */
    public HttpResponse<String> send(String method, String path, String json, String... headers) {
        return answer(request(method, path, json, headers), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(
            String method, String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (json.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(json));
            request.header("Content-Type", "application/json");
        }
        return headers.length > 0 ? request.headers(headers) : request;
    }

    public static <T> HttpResponse<T> answer(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return CLIENT.send(request.timeout(BOUND).build(), body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A socket of a client that keeps to no rule. */
    public Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout((int) BOUND.toMillis());
        return socket;
    }

    /**
     * What comes back for these bytes until the server closes, or until {@code Connection: close}.
     */
    public String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public abstract void close();
}
