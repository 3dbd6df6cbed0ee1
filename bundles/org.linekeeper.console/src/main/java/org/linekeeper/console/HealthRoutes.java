// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Router;

/** What a supervisor and a monitoring system ask for. */
final class HealthRoutes {
    private final Lines lines;
    private final TransitionCounts transitions;
    private final Instant started =
            ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    HealthRoutes(Lines lines, TransitionCounts transitions) {
        this.lines = lines;
        this.transitions = transitions;
    }

    void addTo(Router router) {
        router.on("GET", "/healthz", request -> health())
                .on("GET", "/metrics", request -> metrics());
    }

    private Reply health() {
        List<LineView> views = lines.lines();
        JsonObject body = new JsonObject();
        body.addProperty("lines", views.size());
        body.addProperty(
                "registered", views.stream().filter(view -> view.status().isInService()).count());
        return Reply.json(200, body);
    }

    private Reply metrics() {
        OpenMetrics text = new OpenMetrics();
        List<LineView> views = lines.lines();
        states(text, views);
        registrations(text, views);
        text.family("linekeeper_calls", "gauge", "Living calls.");
        views.forEach(view -> text.sample(view.calls().size(), "line", number(view)));
        text.family("linekeeper_transitions", "counter", "Transitions of all lines by reason.");
        transitions.byReason().forEach((why, count) -> text.sample(count, "why", why));
        text.family("linekeeper_line_events", "counter", "What a line counts, by name.");
        for (LineView view : views) {
            lines.counters(view.line())
                    .forEach(
                            (name, count) ->
                                    text.sample(count, "line", number(view), "event", name));
        }
        process(text);
        return Reply.of(200, OpenMetrics.TYPE, text.end());
    }

    private static void states(OpenMetrics text, List<LineView> views) {
        String name = "linekeeper_line_state";
        text.family(name, "stateset", "The state of a line.");
        for (LineView view : views) {
            for (Status status : Status.values()) {
                long value = view.status() == status ? 1 : 0;
                text.sample(value, "line", number(view), name, Views.word(status));
            }
        }
    }

    private static void registrations(OpenMetrics text, List<LineView> views) {
        text.family("linekeeper_registrations", "gauge", "Bindings of a line by state.");
        for (LineView view : views) {
            for (Registration.State state : Registration.State.values()) {
                long count = view.bindings().stream().filter(b -> b.state() == state).count();
                text.sample(count, "line", number(view), "state", Views.word(state));
            }
        }
    }

    private void process(OpenMetrics text) {
        double uptime = (System.currentTimeMillis() - started.toEpochMilli()) / 1000.0;
        text.family("linekeeper_uptime_seconds", "gauge", "Since the process started.")
                .sample(uptime);
        Runtime runtime = Runtime.getRuntime();
        text.family("linekeeper_heap_used_bytes", "gauge", "Java heap in use.")
                .sample(runtime.totalMemory() - runtime.freeMemory());
        residentBytes()
                .ifPresent(
                        bytes ->
                                text.family(
                                                "process_resident_memory_bytes",
                                                "gauge",
                                                "Memory of the process.")
                                        .sample(bytes));
    }

    /** As the kernel counts it; nothing where there is no /proc. */
    private static OptionalLong residentBytes() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static String number(LineView view) {
        return Integer.toString(view.line());
    }
}
