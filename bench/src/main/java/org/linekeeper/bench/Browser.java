// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Debian's Chromium with one page, over its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final String PROGRAM = "/usr/bin/chromium";
    private static final long PATIENCE_S = 30;

    private final Process process;
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int number;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Ear()).join();
    }

    /** Empty where there is no Chromium. */
    static Optional<Browser> start() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            return Optional.empty();
        }
        Path profile = Files.createTempDirectory("bench-browser");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        PROGRAM,
                                        "--headless",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--remote-debugging-port=0",
                                        "--user-data-dir=" + profile,
                                        "about:blank"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Path port = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IOException("Chromium does not start.");
            }
            Thread.sleep(50);
        }
        return Optional.of(new Browser(process, page(Files.readAllLines(port).get(0))));
    }

    private static URI page(String port) throws IOException, InterruptedException {
        HttpRequest list =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build();
        String text =
                HttpClient.newHttpClient().send(list, HttpResponse.BodyHandlers.ofString()).body();
        for (JsonElement each : JsonParser.parseString(text).getAsJsonArray()) {
            JsonObject target = each.getAsJsonObject();
            if (target.get("type").getAsString().equals("page")) {
                return URI.create(target.get("webSocketDebuggerUrl").getAsString());
            }
        }
        throw new IOException("Chromium has no page.");
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                text.setLength(0);
                if (message.has("id")) {
                    answers.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }

    private JsonObject call(String method, JsonObject parameters)
            throws IOException, InterruptedException {
        JsonObject message = new JsonObject();
        message.addProperty("id", ++number);
        message.addProperty("method", method);
        message.add("params", parameters);
        socket.sendText(message.toString(), true).join();
        JsonObject answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IOException("Chromium does not answer.");
        }
        return answer;
    }

    void open(String url) throws IOException, InterruptedException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("url", url);
        call("Page.navigate", parameters);
    }

    /** Asks the page until it says something else than null. */
    double number(String script) throws IOException, InterruptedException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", script);
        parameters.addProperty("returnByValue", true);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < end) {
            JsonObject result =
                    call("Runtime.evaluate", parameters)
                            .getAsJsonObject("result")
                            .getAsJsonObject("result");
            if (result.get("type").getAsString().equals("number")) {
                return result.get("value").getAsDouble();
            }
            Thread.sleep(20);
        }
        throw new IOException("The page does not show it: " + script);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
