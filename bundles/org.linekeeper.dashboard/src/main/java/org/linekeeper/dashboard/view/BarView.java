// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.dashboard.fleet.LineNow;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.fleet.When;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.schema.Transition;

/** How each line of a phone was over a time, span by span. */
public final class BarView {
    private static final String UNKNOWN = "unknown";

    private BarView() {}

    private record Span(Instant from, String state) {}

    /**
     * The bar.
     *
     * @param history the newest first; before its oldest row nothing is known
     */
    public static JsonObject of(List<HistoryEntry> history, Phone phone, Instant from, Instant to) {
        Map<Integer, List<Span>> lines = new TreeMap<>();
        for (LineNow line : phone.lines()) {
            lines.put(line.line(), new ArrayList<>());
        }
        for (int i = history.size() - 1; i >= 0; i--) {
            HistoryEntry row = history.get(i);
            if (row.entry() instanceof Transition moved) {
                List<Span> spans = lines.computeIfAbsent(moved.line(), line -> new ArrayList<>());
                if (spans.isEmpty()) {
                    // A line that registers for the first time was nothing before that.
                    boolean isFirst = moved.from().equals("registering");
                    spans.add(new Span(Instant.MIN, isFirst ? UNKNOWN : moved.from()));
                }
                spans.add(new Span(When.of(moved, row.received()), moved.to()));
            } else {
                // What happened in a hole nobody knows.
                lines.values().forEach(spans -> spans.add(new Span(row.received(), UNKNOWN)));
            }
        }
        for (LineNow line : phone.lines()) {
            List<Span> spans = lines.get(line.line());
            if (spans.isEmpty() || last(spans).state().equals(UNKNOWN)) {
                add(spans, line.since(), line.state());
            }
            if (phone.state() == PhoneState.UNKNOWN) {
                add(spans, phone.standing().since(), UNKNOWN);
            }
        }
        JsonArray all = new JsonArray();
        lines.forEach((line, spans) -> all.add(line(line, spans, from, to)));
        return Json.object().put("from", from).put("to", to).put("lines", all).done();
    }

    private static Span last(List<Span> spans) {
        return spans.get(spans.size() - 1);
    }

    /** Not before what is known to be later. */
    private static void add(List<Span> spans, Instant from, String state) {
        boolean late = spans.isEmpty() || !from.isBefore(last(spans).from());
        spans.add(new Span(late ? from : last(spans).from(), state));
    }

    private static JsonObject line(int line, List<Span> spans, Instant from, Instant to) {
        JsonArray written = new JsonArray();
        Instant begin = from;
        String state = UNKNOWN;
        for (Span span : spans) {
            Instant at = span.from().isAfter(to) ? to : span.from();
            if (at.isAfter(begin) && !span.state().equals(state)) {
                written.add(span(begin, at, state));
                begin = at;
            }
            state = span.state();
        }
        if (to.isAfter(begin)) {
            written.add(span(begin, to, state));
        }
        return Json.object().put("line", line).put("spans", written).done();
    }

    private static JsonObject span(Instant from, Instant to, String state) {
        return Json.object().put("from", from).put("to", to).put("state", state).done();
    }
}
