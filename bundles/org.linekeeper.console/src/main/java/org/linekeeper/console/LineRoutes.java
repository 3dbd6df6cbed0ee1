// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** Lines and their calls. */
final class LineRoutes {
    private static final String LINES = "/api/v1/lines";
    private static final String CALLS = "/api/v1/calls";

    private final Lines lines;

    LineRoutes(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", LINES, request -> array())
                .on("GET", LINES + "/{line}", request -> line(Named.line(request)))
                .on("POST", LINES + "/{line}/register", request -> register(Named.line(request)))
                .on("POST", LINES + "/{line}/options", request -> options(Named.line(request)))
                .on("POST", LINES + "/{line}/calls", this::dial)
                .on("GET", CALLS, request -> calls())
                .on("GET", CALLS + "/{id}", request -> call(Named.id(request)))
                .on("POST", CALLS + "/{id}/answer", request -> answer(Named.id(request)))
                .on("DELETE", CALLS + "/{id}", request -> hangUp(Named.id(request)));
    }

    private Reply array() {
        return Reply.json(200, Views.array(lines.lines(), Views::line));
    }

    private Reply line(int number) {
        return Reply.json(200, Views.line(lines.line(number)));
    }

    private Reply register(int number) {
        lines.register(number);
        return Reply.empty(202);
    }

    private Reply options(int number) {
        lines.options(number);
        return Reply.empty(202);
    }

    private Reply dial(Request request) {
        CallView view;
        try {
            view = lines.dial(Named.line(request), to(request.json()));
        } catch (Refusal refusal) {
            throw Refusals.problem(refusal, "$.to");
        }
        String id = view.call().id();
        JsonObject body = new JsonObject();
        body.addProperty("id", id);
        String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        return Reply.json(201, body).with("Location", CALLS + "/" + segment);
    }

    private static String to(JsonObject body) {
        for (String name : body.keySet()) {
            if (!name.equals("to")) {
                throw new Problem(422, "A call has nothing but \"to\".", "$." + name);
            }
        }
        JsonElement to = body.get("to");
        if (to == null || !to.isJsonPrimitive() || !to.getAsJsonPrimitive().isString()) {
            throw new Problem(422, "\"to\" has to be a SIP URI or digits, as a string.", "$.to");
        }
        return to.getAsString();
    }

    private Reply calls() {
        return Reply.json(200, Views.array(lines.calls(), Views::call));
    }

    private Reply call(String id) {
        return Reply.json(200, Views.call(lines.call(id)));
    }

    private Reply answer(String id) {
        lines.answer(id);
        return Reply.empty(204);
    }

    private Reply hangUp(String id) {
        lines.hangUp(id);
        return Reply.empty(204);
    }
}
