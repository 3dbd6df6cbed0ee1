// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code linekeeper dashboard} in a process of its own on any free port, and its HTTP API. */
final class DashboardProcess implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ReadyProcess process;

    private DashboardProcess(ReadyProcess process) {
        this.process = process;
    }

    /** Starts one in that home, and reads its ready line. */
    static DashboardProcess start(Path home, String... options) throws IOException {
        Files.createDirectories(home);
        List<String> words = new ArrayList<>(List.of("dashboard", "--home", home.toString()));
        words.addAll(List.of("--http", "127.0.0.1:0"));
        words.addAll(List.of(options));
        return new DashboardProcess(ReadyProcess.start(home.getParent(), words, Map.of()));
    }

    /** As it was printed. */
    JsonObject ready() {
        return JsonParser.parseString(process.readyLine()).getAsJsonObject();
    }

    /** What it said on standard error so far. */
    String log() throws IOException {
        return process.log();
    }

    /** What an operator reads there. */
    JsonObject get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /** A request without a body, with that cookie if it is not empty. */
    HttpResponse<String> send(String method, String path, String cookie)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Keeps what is there in a file. */
    void fetch(String path, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer = http.send(request(path).build(), BodyHandlers.ofFile(file));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Where the page is. */
    URI address() {
        return URI.create("http://" + ready().get("http").getAsString() + "/");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(10));
    }

    /** SIGTERM: it has to end well, soon, and without a stack trace. */
    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    /** Kill -9: no goodbye of any kind. */
    void kill() throws InterruptedException {
        process.close();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
