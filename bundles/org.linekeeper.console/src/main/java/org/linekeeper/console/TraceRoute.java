// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.List;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** The last messages of a line: as JSON or, for {@code Accept: text/plain}, to be read. */
final class TraceRoute {
    private static final String INDENT = "    ";

    private final Lines lines;

    TraceRoute(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", "/api/v1/trace", this::trace);
    }

    private Reply trace(Request request) {
        String number = request.parameter("line");
        if (!number.matches("[0-9]{1,9}")) {
            throw new Problem(422, "line= has to be the number of a line.", "line");
        }
        List<TraceEntry> entries = lines.trace(Integer.parseInt(number));
        if (request.header("Accept").orElse("").startsWith("text/plain")) {
            StringBuilder ladder = new StringBuilder();
            entries.forEach(entry -> append(ladder, entry));
            return Reply.of(200, "text/plain; charset=utf-8", ladder.toString());
        }
        return Reply.json(200, Views.array(entries, Views::message));
    }

    /** When, which way, with whom and the first line; the rest of the message set in below it. */
    private static void append(StringBuilder ladder, TraceEntry entry) {
        List<String> text = Printable.lines(entry.text()).lines().toList();
        ladder.append(Times.text(entry.at()))
                .append(entry.way() == TraceEntry.Way.OUT ? "  -->  " : "  <--  ")
                .append(entry.peer())
                .append(' ')
                .append(Views.word(entry.transport()))
                .append("  ")
                .append(text.isEmpty() ? "" : text.get(0))
                .append('\n');
        text.stream()
                .skip(1)
                .forEach(line -> ladder.append((INDENT + line).stripTrailing()).append('\n'));
    }
}
