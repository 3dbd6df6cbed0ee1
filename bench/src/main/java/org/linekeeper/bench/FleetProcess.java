// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image with the fleet's page in a process of its own, at any free port of loopback. */
final class FleetProcess implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final String base;

    private FleetProcess(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    /** Starts that command of an image with 1 GiB of heap; ready when this returns. */
    static FleetProcess start(Path image, String command, String... options) throws IOException {
        String jar = image.resolve("linekeeper.jar").toString();
        List<String> words = new ArrayList<>(List.of("java", "-Xmx1g", "-jar", jar, command));
        words.addAll(List.of("--http", "127.0.0.1:0"));
        words.addAll(List.of(options));
        Process process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String ready = out.readLine();
        if (ready == null) {
            throw new IOException("The image does not start.");
        }
        String place = JsonParser.parseString(ready).getAsJsonObject().get("http").getAsString();
        return new FleetProcess(process, "http://" + place);
    }

    /** Where its page is. */
    String base() {
        return base;
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    JsonObject api(String path) throws IOException, InterruptedException {
        return JsonParser.parseString(get("/api/v1/" + path)).getAsJsonObject();
    }

    void put(String path, String json) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json))
                        .build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException(path + " answers " + status);
        }
    }

    long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
