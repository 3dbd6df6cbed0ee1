// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.linekeeper.schema.Schemas;

/**
 * What a person sees of a fleet with {@code mosquitto_sub -v -t 'lk/#'}. Each message that it got
 * is held against the documented schemas when it closes.
 */
final class FleetEar implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    /** One message. */
    record Heard(String topic, String text) {
        JsonObject json() {
            return JsonParser.parseString(text).getAsJsonObject();
        }

        /** What stands behind the device, such as {@code up/ev}. */
        String channel() {
            String[] levels = topic.split("/", 5);
            return levels.length < 5 ? topic : levels[4];
        }
    }

    private FleetEar(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "fleet-ear");
        reader.setDaemon(true);
        reader.start();
    }

    /** Listens at a broker on loopback that lets anybody in. */
    static FleetEar at(int port) throws IOException {
        return of(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
    }

    /** The same with options of mosquitto_sub. */
    static FleetEar of(List<String> options) throws IOException {
        Path program = RealMosquitto.client("mosquitto_sub");
        List<String> words = new ArrayList<>(List.of(program.toString(), "-V", "5", "-q", "1"));
        words.addAll(options);
        words.addAll(List.of("-v", "-t", "lk/#"));
        return new FleetEar(
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                heard.add(new Heard(line.substring(0, space), line.substring(space + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything so far, oldest first. */
    List<Heard> all() {
        return List.copyOf(heard);
    }

    /** What came on a channel such as {@code up/ev}. */
    List<JsonObject> on(String channel) {
        return heard.stream().filter(h -> h.channel().equals(channel)).map(Heard::json).toList();
    }

    /** All transitions so far as they came. */
    List<JsonObject> transitions() {
        List<JsonObject> all = new ArrayList<>();
        on("up/ev").forEach(b -> b.getAsJsonArray("tr").forEach(t -> all.add(t.getAsJsonObject())));
        return all;
    }

    /** The transitions in the words "from to why". */
    List<String> story() {
        return transitions().stream()
                .map(t -> String.join(" ", word(t, "from"), word(t, "to"), word(t, "why")))
                .toList();
    }

    static String word(JsonObject json, String field) {
        return json.get(field).isJsonNull() ? "null" : json.get(field).getAsString();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join(5_000);
        for (Heard each : heard) {
            if (each.channel().startsWith("up/")) {
                assertThat(Schemas.problems(each.topic(), each.text()))
                        .as("%s %s", each.topic(), each.text())
                        .isEmpty();
            }
        }
    }
}
