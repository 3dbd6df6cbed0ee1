// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Map;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.schema.Step;

/** A ladder as the page draws it. */
public final class LadderView {
    private LadderView() {}

    public static JsonObject of(Ladder ladder) {
        JsonArray steps = new JsonArray();
        Map<String, Integer> sent = new HashMap<>();
        long first = ladder.steps().get(0).monoMs();
        for (Step step : ladder.steps()) {
            steps.add(step(ladder, step, steps.size(), step.monoMs() - first, again(sent, step)));
        }
        return Json.object()
                .put("tenant", ladder.device().tenant())
                .put("device", ladder.device().name())
                .put("line", ladder.line())
                .put("trace", ladder.trace())
                .put("start", ladder.start())
                .put("end", ladder.end())
                .put("took_ms", ladder.tookMs())
                .putAll("columns", ladder.columns(), LadderView::column)
                .put("steps", steps)
                .done();
    }

    private static JsonObject column(Ladder.Column column) {
        return Json.object()
                .putText("peer", column.peer())
                .put("role", column.role())
                .put("label", column.label())
                .done();
    }

    private static JsonObject step(Ladder ladder, Step step, int number, long ms, int again) {
        boolean message = step.kind().equals(Step.MESSAGE);
        return Json.object()
                .put("n", number)
                .put("t", step.at())
                .put("ms", Math.max(0, ms))
                .put("kind", step.kind())
                .putText("dir", step.direction())
                .put(
                        "column",
                        ladder.column(step)
                                .<JsonElement>map(JsonPrimitive::new)
                                .orElse(JsonNull.INSTANCE))
                .putText("transport", step.transport())
                .put("title", message ? SipText.title(step.text()) : step.text())
                .put("again", again)
                .put("text", step.text())
                .done();
    }

    /** How often the same message had gone before. */
    static int again(Map<String, Integer> sent, Step step) {
        if (!step.kind().equals(Step.MESSAGE)) {
            return 0;
        }
        String key = step.direction() + " " + step.peer() + " " + step.text();
        return sent.merge(key, 1, Integer::sum) - 1;
    }
}
