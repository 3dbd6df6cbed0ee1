// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What somebody at the phone saw of its transitions, over any number of its lives. */
final class SeenTransitions {
    private final SortedMap<Long, Told> seen = new TreeMap<>();
    private Thread watcher;
    private volatile Optional<AssertionError> wrong = Optional.empty();

    /** Follows a phone from where the last one was left. */
    void watch(String place) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + place + "/api/v1/events"))
                        .header("Last-Event-ID", Long.toString(last()))
                        .build();
        watcher = new Thread(() -> follow(request), "seen-transitions");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void follow(HttpRequest request) {
        try (Stream<String> lines =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> JsonParser.parseString(line.substring("data:".length())))
                    .forEach(json -> add(json.getAsJsonObject()));
        } catch (IOException | UncheckedIOException killed) {
            // That is how a phone's stream ends here.
        } catch (AssertionError forgotten) {
            wrong = Optional.of(forgotten);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(JsonObject json) {
        if (!json.has("line")) {
            throw new AssertionError("the phone does not know what we saw last: " + json);
        }
        Told told =
                new Told(
                        json.get("seq").getAsLong(),
                        json.get("line").getAsInt(),
                        Instant.parse(json.get("t").getAsString()),
                        json.get("from").getAsString(),
                        json.get("to").getAsString(),
                        json.get("why").getAsString());
        seen.put(told.seq(), told);
    }

    /** The phone is gone: waits until the last of it is read. */
    void end() throws InterruptedException {
        watcher.join(5_000);
        wrong.ifPresent(
                error -> {
                    throw error;
                });
    }

    synchronized long last() {
        return seen.isEmpty() ? 0 : seen.lastKey();
    }

    synchronized List<Told> all() {
        return new ArrayList<>(seen.values());
    }
}
