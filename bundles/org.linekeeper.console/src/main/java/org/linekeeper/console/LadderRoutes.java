// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import java.util.List;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** The ladders of a line's last switches: as JSON or, for {@code Accept: text/plain}, drawn. */
final class LadderRoutes {
    private static final String ALL = "/api/v1/lines/{line}/ladders";

    /** Stands for the id of the newest. */
    private static final String LAST = "last";

    private final Lines lines;

    LadderRoutes(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", ALL, request -> array(Named.line(request)))
                .on("GET", ALL + "/{id}", this::one);
    }

    private Reply array(int line) {
        return Reply.json(200, Views.array(lines.ladders(line), LadderRoutes::entry));
    }

    private Reply one(Request request) {
        Ladder ladder = find(Named.line(request), Named.id(request));
        boolean text = request.header("Accept").orElse("").startsWith("text/plain");
        return text
                ? Reply.of(200, "text/plain; charset=utf-8", LadderText.of(ladder))
                : Reply.json(200, whole(ladder));
    }

    private Ladder find(int line, String id) {
        if (!id.equals(LAST)) {
            return lines.ladder(line, id);
        }
        List<Ladder> all = lines.ladders(line);
        if (all.isEmpty()) {
            throw new Problem(404, "Line " + line + " has no ladder yet; none outlives a restart.");
        }
        return all.get(all.size() - 1);
    }

    private static JsonObject entry(Ladder ladder) {
        JsonObject json = head(ladder);
        json.addProperty("step_count", ladder.steps().size());
        return json;
    }

    private static JsonObject whole(Ladder ladder) {
        JsonObject json = head(ladder);
        json.add("servers", Views.array(ladder.places(), Views::place));
        json.add("steps", Views.array(ladder.steps(), LadderRoutes::step));
        return json;
    }

    private static JsonObject head(Ladder ladder) {
        JsonObject json = new JsonObject();
        json.addProperty("id", ladder.id());
        json.addProperty("line", ladder.line());
        json.addProperty("since", Times.text(ladder.since()));
        json.add("until", Times.json(ladder.until()));
        json.addProperty("from", Views.word(ladder.from()));
        json.addProperty("to", Views.word(ladder.to()));
        json.addProperty("why", ladder.why().word());
        return json;
    }

    private static JsonObject step(LadderStep step) {
        JsonObject json = new JsonObject();
        json.addProperty("t", Times.text(step.at()));
        json.addProperty("mono", step.monoMs());
        json.addProperty("kind", Views.word(step.kind()));
        json.add("dir", Views.text(step.way().map(Views::word)));
        json.add("peer", Views.text(step.peer()));
        json.add("transport", Views.text(step.transport().map(Views::word)));
        json.addProperty("text", step.text());
        return json;
    }
}
