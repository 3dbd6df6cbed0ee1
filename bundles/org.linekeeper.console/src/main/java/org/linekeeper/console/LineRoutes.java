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
                .on("GET", LINES + "/{line}", request -> line(request.line()))
                .on("POST", LINES + "/{line}/register", request -> register(request.line()))
                .on("POST", LINES + "/{line}/options", request -> options(request.line()))
                .on("POST", LINES + "/{line}/calls", this::dial)
                .on("GET", CALLS, request -> calls())
                .on("GET", CALLS + "/{id}", request -> call(request.id()))
                .on("POST", CALLS + "/{id}/answer", request -> answer(request.id()))
                .on("DELETE", CALLS + "/{id}", request -> hangUp(request.id()));
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
            view = lines.dial(request.line(), to(request.json()));
        } catch (Refusal refusal) {
            throw Problem.of(refusal, "$.to");
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
