// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import java.util.List;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.http.kit.OpenMetrics;
import org.linekeeper.http.kit.ProcessMetrics;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Router;

/** What a supervisor and a monitoring system ask for. */
final class HealthRoutes {
    private final Lines lines;
    private final TransitionCounts transitions;
    private final ProcessMetrics process = new ProcessMetrics();

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
        process.addTo(text);
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

    private static String number(LineView view) {
        return Integer.toString(view.line());
    }
}
