// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.schema.Step;

/** A ladder as a text to be sent to somebody: each step with its time, each message in full. */
public final class LadderText {
    private LadderText() {}

    public static String of(Ladder ladder) {
        StringBuilder text = new StringBuilder();
        text.append(ladder.device().name())
                .append(", line ")
                .append(ladder.line())
                .append(", ladder ")
                .append(ladder.trace())
                .append("\n")
                .append(
                        ladder.columns().stream()
                                .map(LadderText::column)
                                .collect(Collectors.joining(" | ")))
                .append("\nTimes are UTC, gaps in seconds. Numbers and credentials are masked.\n");
        Map<String, Integer> sent = new HashMap<>();
        long before = ladder.steps().get(0).monoMs();
        for (Step step : ladder.steps()) {
            long gap = Math.max(0, step.monoMs() - before);
            before = step.monoMs();
            String head = Json.text(step.at()) + String.format(Locale.ROOT, " +%.3f ", gap / 1e3);
            text.append('\n').append(head).append(said(ladder, step, sent)).append('\n');
        }
        return text.toString();
    }

    private static String column(Ladder.Column column) {
        return column.peer()
                .map(peer -> column.role() + " " + column.label() + " (" + peer + ")")
                .orElse(column.label());
    }

    private static String said(Ladder ladder, Step step, Map<String, Integer> sent) {
        if (!step.kind().equals(Step.MESSAGE)) {
            return step.kind() + ": " + step.text();
        }
        int again = LadderView.again(sent, step);
        boolean out = step.direction().equals(Optional.of("out"));
        String peer =
                ladder.column(step)
                        .map(column -> ladder.columns().get(column).label())
                        .orElse(step.peer().orElse("?"));
        String head =
                (out ? "to " : "from ")
                        + peer
                        + step.peer().map(each -> " " + each).orElse("")
                        + step.transport().map(each -> "/" + each).orElse("")
                        + (again > 0 ? " again, " + (again + 1) : "");
        return head + "\n" + step.text().stripTrailing().indent(4).stripTrailing();
    }
}
