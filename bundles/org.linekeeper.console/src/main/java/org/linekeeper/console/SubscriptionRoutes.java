// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.lines.SubscriptionView;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** What lines are subscribed to. */
final class SubscriptionRoutes {
    private static final String ALL = "/api/v1/lines/{line}/subscriptions";

    private final Lines lines;

    SubscriptionRoutes(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", ALL, request -> array(Named.line(request)))
                .on("POST", ALL, this::subscribe)
                .on(
                        "DELETE",
                        ALL + "/{id}",
                        request -> end(Named.line(request), Named.id(request)));
    }

    private Reply array(int line) {
        return Reply.json(200, Views.array(lines.subscriptions(line), Views::subscription));
    }

    private Reply subscribe(Request request) {
        JsonObject body = request.json();
        for (String name : body.keySet()) {
            if (!List.of("event", "to").contains(name)) {
                throw new Problem(
                        422, "A subscription has nothing but \"event\" and \"to\".", "$." + name);
            }
        }
        String event =
                text(body, "event")
                        .orElseThrow(() -> new Problem(422, "\"event\" is missing.", "$.event"));
        SubscriptionView view;
        try {
            view = lines.subscribe(Named.line(request), event, text(body, "to"));
        } catch (Refusal refusal) {
            throw Refusals.problem(refusal, "$." + refusal.parameter());
        }
        String segment = URLEncoder.encode(view.id(), StandardCharsets.UTF_8).replace("+", "%20");
        return Reply.json(201, Views.subscription(view))
                .with("Location", ALL.replace("{line}", "" + Named.line(request)) + "/" + segment);
    }

    /** A string; null = not set. */
    private static Optional<String> text(JsonObject body, String name) {
        JsonElement value = body.get(name);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw new Problem(422, "\"" + name + "\" has to be a string.", "$." + name);
        }
        return Optional.of(value.getAsString());
    }

    private Reply end(int line, String id) {
        lines.unsubscribe(line, id);
        return Reply.empty(204);
    }
}
