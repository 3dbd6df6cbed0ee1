// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.dashboard.fleet.Census;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Tally;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.json.Json;

/** The first page in numbers. */
public final class OverviewView {
    private static final int MOST_SERVERS = 50;
    private static final int MOST_INCIDENTS = 200;
    private static final Tally NONE = new Tally(Map.of());

    private OverviewView() {}

    /** Without the time, which is different each time. */
    public static JsonObject of(
            Census census,
            JsonObject freshness,
            Collection<Incident> incidents,
            int alerts,
            List<Drill.Plug> plugs) {
        List<Census.At> shown =
                new ArrayList<>(census.byServer().stream().limit(MOST_SERVERS).toList());
        // The server that everybody has left is the one that somebody looks for.
        incidents.stream()
                .map(incident -> incident.server().server())
                .filter(server -> shown.stream().noneMatch(at -> at.server().equals(server)))
                .distinct()
                .limit(MOST_SERVERS)
                .forEach(
                        server -> shown.add(new Census.At(server, census.at(server).orElse(NONE))));
        int inShown = shown.stream().mapToInt(at -> at.tally().phones()).sum();
        return Json.object()
                .put("phones", census.all().phones())
                .put("counts", counts(census.all()))
                .putAll("servers", shown, OverviewView::server)
                .put("others", census.all().phones() - inShown)
                .put("freshness", freshness)
                .putAll("incidents", largest(incidents), IncidentView::row)
                .put("alerts", alerts)
                .putAll("plugs", plugs, OverviewView::plug)
                .done();
    }

    private static List<Incident> largest(Collection<Incident> incidents) {
        return incidents.stream()
                .sorted(Comparator.comparingInt(Incident::phones).reversed())
                .limit(MOST_INCIDENTS)
                .toList();
    }

    /** How many phones are in each state. */
    public static JsonObject counts(Tally tally) {
        Json json = Json.object();
        tally.counts().forEach((state, count) -> json.put(state.word(), count));
        return json.done();
    }

    /** Whether what is shown can be believed, and why not. */
    public static JsonObject freshness(
            Freshness freshness, Instant since, Optional<Standing> standing) {
        Json json =
                Json.object()
                        .put("state", freshness.state().word())
                        .put("since", since)
                        .putText("why", freshness.why())
                        .put("broker", way(standing.map(Standing::broker)))
                        .put("database", way(standing.map(Standing::database)))
                        .putTime("last_message", standing.flatMap(Standing::lastMessage))
                        .put("waiting", standing.map(Standing::waiting).orElse(0))
                        .put("received", standing.map(Standing::received).orElse(0L))
                        .put("committed", standing.map(Standing::committed).orElse(0L));
        Json left = Json.object();
        standing.ifPresent(known -> known.leftOut().forEach(left::put));
        return json.put("left_out", left.done()).done();
    }

    /** Something that can be unplugged. */
    public static JsonObject plug(Drill.Plug plug) {
        return Json.object()
                .put("name", plug.name())
                .put("label", plug.label())
                .put("pulled", plug.pulled())
                .done();
    }

    private static JsonObject server(Census.At at) {
        return Json.object()
                .put("server", at.server())
                .put("phones", at.tally().phones())
                .put("counts", counts(at.tally()))
                .done();
    }

    private static JsonElement way(Optional<Way> way) {
        return way.<JsonElement>map(
                        known ->
                                Json.object()
                                        .put("place", known.place())
                                        .put("open", known.open())
                                        .put("since", known.since())
                                        .putText("trouble", known.trouble())
                                        .done())
                .orElse(JsonNull.INSTANCE);
    }
}
