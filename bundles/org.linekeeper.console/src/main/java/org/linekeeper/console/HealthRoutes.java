// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import java.util.List;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;

/** What a supervisor asks for. */
final class HealthRoutes {
    private final Lines lines;

    HealthRoutes(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", "/healthz", request -> health());
    }

    private Reply health() {
        List<LineView> views = lines.lines();
        JsonObject body = new JsonObject();
        body.addProperty("lines", views.size());
        body.addProperty(
                "registered", views.stream().filter(v -> v.status().isInService()).count());
        return Reply.json(200, body);
    }
}
