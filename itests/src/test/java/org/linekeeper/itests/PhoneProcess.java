// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code linekeeper run} in a process of its own, and its HTTP API. */
final class PhoneProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ReadyProcess process;
    private final String place;

    private PhoneProcess(ReadyProcess process) {
        this.process = process;
        this.place =
                JsonParser.parseString(process.readyLine())
                        .getAsJsonObject()
                        .get("http")
                        .getAsString();
    }

    /** Starts a phone of that file in that home on any free HTTP port, and reads its ready line. */
    static PhoneProcess run(Path config, Path home, String... options) throws IOException {
        Files.createDirectories(home);
        List<String> words = new ArrayList<>(List.of("run", config.toString()));
        words.addAll(List.of("--home", home.toString(), "--http", "127.0.0.1:0"));
        words.addAll(List.of(options));
        return new PhoneProcess(ReadyProcess.start(home.getParent(), words, Map.of()));
    }

    /** As it was printed. */
    String readyLine() {
        return process.readyLine();
    }

    /** ADDR:PORT of its HTTP API. */
    String place() {
        return place;
    }

    /** What it said on standard error so far. */
    String log() throws IOException {
        return process.log();
    }

    JsonObject line() throws IOException, InterruptedException {
        return line(1);
    }

    /** Another line than the first. */
    JsonObject line(int number) throws IOException, InterruptedException {
        return get("lines/" + number).getAsJsonObject();
    }

    /** Waits until line 1 is in that state at that port of loopback; gives the line. */
    JsonObject awaitLine(String state, int port, Duration bound) {
        return await(state + " at port " + port)
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(this::line, line -> state(line).equals(state) && port(line) == port);
    }

    /** Waits until line 1 is in that state. */
    JsonObject awaitState(String state, Duration bound) {
        return await(state)
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(this::line, line -> state(line).equals(state));
    }

    private static String state(JsonObject line) {
        return line.get("state").getAsString();
    }

    private static int port(JsonObject line) {
        JsonElement target = line.get("target");
        return target.isJsonNull() ? 0 : target.getAsJsonObject().get("port").getAsInt();
    }

    /** Tells what DHCP option 120 says; gives the status of the answer and its body. */
    HttpResponse<String> dhcpOption120(String hex) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("hex", hex);
        return send("PUT", "dhcp/option-120", body.toString());
    }

    /** Registers by hand. */
    void register() throws IOException, InterruptedException {
        register(1);
    }

    /** Registers another line by hand. */
    void register(int line) throws IOException, InterruptedException {
        assertThat(send("POST", "lines/" + line + "/register", "").statusCode()).isEqualTo(202);
    }

    /** Sends an OPTIONS to the current server. */
    void options() throws IOException, InterruptedException {
        assertThat(send("POST", "lines/1/options", "").statusCode()).isEqualTo(202);
    }

    /** Places a call and gives its id. */
    String dial(String to) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("to", to);
        HttpResponse<String> response = send("POST", "lines/1/calls", body.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JsonParser.parseString(response.body()).getAsJsonObject().get("id").getAsString();
    }

    void answer(String call) throws IOException, InterruptedException {
        assertThat(send("POST", "calls/" + call + "/answer", "").statusCode()).isEqualTo(204);
    }

    void hangUp(String call) throws IOException, InterruptedException {
        assertThat(send("DELETE", "calls/" + call, "").statusCode()).isEqualTo(204);
    }

    JsonObject call(String id) throws IOException, InterruptedException {
        return get("calls/" + id).getAsJsonObject();
    }

    JsonArray calls() throws IOException, InterruptedException {
        return get("calls").getAsJsonArray();
    }

    /** Waits until a field of a call has that value; gives the call. */
    JsonObject awaitCall(String id, String field, String value, Duration bound) {
        return await("call " + id + ": " + field + " " + value)
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(
                        () -> call(id),
                        call ->
                                !call.get(field).isJsonNull()
                                        && call.get(field).getAsString().equals(value));
    }

    /** Waits for a call that rings here; gives its id. */
    String awaitRinging(Duration bound) {
        return await("an incoming call rings")
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(this::ringing, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> ringing() throws IOException, InterruptedException {
        for (JsonElement element : calls()) {
            JsonObject call = element.getAsJsonObject();
            if (call.get("direction").getAsString().equals("in")
                    && call.get("state").getAsString().equals("ringing")) {
                return Optional.of(call.get("id").getAsString());
            }
        }
        return Optional.empty();
    }

    /** Subscribes line 1 to that event of its own account; gives the subscription's id. */
    String subscribe(String event) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("event", event);
        HttpResponse<String> response = send("POST", "lines/1/subscriptions", body.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JsonParser.parseString(response.body()).getAsJsonObject().get("id").getAsString();
    }

    void unsubscribe(String id) throws IOException, InterruptedException {
        assertThat(send("DELETE", "lines/1/subscriptions/" + id, "").statusCode()).isEqualTo(204);
    }

    JsonArray subscriptions() throws IOException, InterruptedException {
        return get("lines/1/subscriptions").getAsJsonArray();
    }

    /** Waits until the only subscription of line 1 is in that state at that port. */
    JsonObject awaitSubscription(String state, int port, Duration bound) {
        return await("the subscription is " + state + " at port " + port)
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(
                        () -> subscriptions().get(0).getAsJsonObject(),
                        one -> state(one).equals(state) && port(one) == port);
    }

    /** The transition that follows the one of that number, as the stream of events tells it. */
    JsonObject transition(long after) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + place + "/api/v1/events"))
                        .header("Last-Event-ID", Long.toString(after))
                        .build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            String data = lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
            return JsonParser.parseString(data.substring("data:".length())).getAsJsonObject();
        }
    }

    /** The last messages of line 1, the oldest first. */
    List<TraceLine> trace() throws IOException, InterruptedException {
        List<TraceLine> lines = new ArrayList<>();
        get("trace?line=1")
                .getAsJsonArray()
                .forEach(entry -> lines.add(TraceLine.of(entry.getAsJsonObject())));
        return lines;
    }

    /** The trace in short, for a test that failed. */
    String ladder() throws IOException, InterruptedException {
        return trace().stream()
                .map(TraceLine::inShort)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    JsonElement get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body());
    }

    /** The value of a sample such as {@code name{label="value"}}; 0 when it is not there. */
    long metric(String sample) throws IOException, InterruptedException {
        return request("GET", "metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToLong(line -> Long.parseLong(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return request(method, "api/v1/" + path, body);
    }

    private HttpResponse<String> request(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + place + "/" + path))
                        .timeout(Duration.ofSeconds(5))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** How many threads it has. */
    int threads() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** SIGTERM: it has to end well, soon, and without a stack trace. */
    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    /** SIGSTOP: it cannot say a word, and nobody is told so. */
    void freeze() throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
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
