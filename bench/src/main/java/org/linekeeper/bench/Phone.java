// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A phone's image as a process, driven over its HTTP API. */
final class Phone implements AutoCloseable {
    /** The flags of the {@code linekeeper} script. */
    static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx64m",
                    "-Xshare:auto",
                    "-XX:-UsePerfData");

    private static final Pattern HTTP = Pattern.compile("\"http\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String http;

    private Phone(Process process, String http) {
        this.process = process;
        this.http = http;
    }

    /** Starts a phone and waits until it says that it is ready. */
    static Phone start(Path image, Path config) throws IOException {
        Process process = spawn(image, config);
        BufferedReader out = process.inputReader();
        String ready = out.readLine();
        Matcher matcher = HTTP.matcher(ready == null ? "" : ready);
        if (!matcher.find()) {
            process.destroyForcibly();
            throw new IOException("the phone did not start: " + ready);
        }
        return new Phone(process, matcher.group(1));
    }

    static Process spawn(Path image, Path config) throws IOException {
        Path home = Files.createTempDirectory("lk-bench");
        List<String> words =
                Stream.of(
                                Stream.of("run", config.toString(), "--http", "127.0.0.1:0"),
                                Stream.of("--home", home.toString(), "--log", "error"))
                        .flatMap(some -> some)
                        .toList();
        return command(image, words);
    }

    /** Starts {@code linekeeper} with these words. */
    static Process command(Path image, List<String> words) throws IOException {
        List<String> command =
                Stream.of(
                                Stream.of(javaBinary()),
                                FLAGS.stream(),
                                Stream.of("-jar", image.resolve("linekeeper.jar").toString()),
                                words.stream())
                        .flatMap(some -> some)
                        .toList();
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    static String javaBinary() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    void register() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + http + "/api/v1/lines/1/register"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    void awaitState(String state) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + http + "/api/v1/lines/1")).build();
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            String line = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (line.contains("\"state\":\"" + state + "\"")) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IOException("the line never was " + state + ": " + line);
            }
            Thread.sleep(5);
        }
    }

    /** Resident memory in MiB. */
    double residentMiB() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
