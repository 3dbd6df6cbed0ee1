// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.live.Desk;
import org.linekeeper.dashboard.live.Updates;
import org.linekeeper.dashboard.view.OverviewView;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.EventStreams;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** The first page, what changes on it, whether all is well, and what can be unplugged. */
public final class LiveRoutes implements Routes {
    private final Desk desk;
    private final Updates updates;
    private final EventStreams streams;
    private final Supplier<List<Drill>> drills;
    private final Supplier<Instant> clock;

    public LiveRoutes(
            Desk desk,
            Updates updates,
            EventStreams streams,
            Supplier<List<Drill>> drills,
            Supplier<Instant> clock) {
        this.desk = desk;
        this.updates = updates;
        this.streams = streams;
        this.drills = drills;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/overview", this::overview);
        router.on("GET", "/api/v1/events", request -> streams.subscribe(request, updates));
        router.on("GET", "/api/v1/drill", request -> drill());
        router.on("PUT", "/api/v1/drill/{name}", this::pull);
        router.on("GET", "/healthz", Router.ANYBODY, request -> health());
    }

    private Reply overview(Request request) {
        JsonObject overview = desk.overview().deepCopy();
        overview.addProperty("t", Json.text(clock.get()));
        request.principal()
                .ifPresent(
                        who ->
                                overview.add(
                                        "user",
                                        Json.object()
                                                .put("name", who.name())
                                                .put("role", who.role())
                                                .done()));
        return Reply.json(200, overview);
    }

    /** 503 while it is blind, so that whoever watches the dashboard learns it, too. */
    private Reply health() {
        Freshness freshness = desk.freshness();
        boolean blind = freshness.state() == Freshness.State.BLIND;
        return Reply.json(
                blind ? 503 : 200,
                Json.object()
                        .put("state", freshness.state().word())
                        .putText("why", freshness.why())
                        .put("phones", desk.fleet().size())
                        .done());
    }

    private Reply drill() {
        return Reply.json(200, Json.object().putAll("plugs", plugs(), OverviewView::plug).done());
    }

    private List<Drill.Plug> plugs() {
        return drills.get().stream().flatMap(drill -> drill.plugs().stream()).toList();
    }

    private Reply pull(Request request) {
        String name = request.path().get("name");
        JsonObject body = request.json();
        Asked.only(body, Set.of("pulled"));
        boolean pulled = Asked.flag(body, "pulled");
        for (Drill drill : drills.get()) {
            if (drill.plugs().stream().anyMatch(plug -> plug.name().equals(name))) {
                if (pulled) {
                    drill.pull(name);
                } else {
                    drill.plugIn(name);
                }
                return Reply.json(
                        200,
                        plugs().stream()
                                .filter(plug -> plug.name().equals(name))
                                .findFirst()
                                .map(OverviewView::plug)
                                .orElseGet(JsonObject::new));
            }
        }
        throw new Problem(404, "Nothing here can be unplugged as " + Asked.shown(name) + ".");
    }
}
