// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.live.IncidentShelf;
import org.linekeeper.dashboard.view.IncidentView;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** Incidents: those that are not over out of memory, the others out of the database. */
public final class IncidentRoutes implements Routes {
    private static final int MOST_ROWS = 200;

    private final Supplier<List<Report>> open;
    private final IncidentShelf shelf;
    private final Supplier<Instant> clock;

    public IncidentRoutes(
            Supplier<List<Report>> open, IncidentShelf shelf, Supplier<Instant> clock) {
        this.open = open;
        this.shelf = shelf;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/incidents", this::list);
        router.on("GET", "/api/v1/incidents/{id}", this::one);
    }

    private Reply list(Request request) {
        int size = Asked.number(request, "size", 1, MOST_ROWS, 50);
        Optional<Instant> before = Asked.time(request, "before");
        String state = request.optional("state").orElse("");
        if (!List.of("", "open", "closed").contains(state)) {
            throw Asked.impossible("state", "open or closed", state);
        }
        List<Incident> found = new ArrayList<>();
        if (!state.equals("closed")) {
            open.get().stream()
                    .map(Report::incident)
                    .filter(each -> before.isEmpty() || each.start().isBefore(before.get()))
                    .forEach(found::add);
        }
        boolean partial = false;
        if (!state.equals("open")) {
            try {
                found.addAll(closed(before, size + 1));
            } catch (StoreGone e) {
                partial = true;
            }
        }
        found.sort(Comparator.comparing(Incident::start).reversed());
        List<Incident> shown = found.subList(0, Math.min(size, found.size()));
        Json page = Json.object().putAll("incidents", shown, IncidentView::row);
        if (found.size() > size) {
            page.put("next", shown.get(shown.size() - 1).start());
        } else {
            page.put("next", JsonNull.INSTANCE);
        }
        return Reply.json(200, page.put("partial", partial).done());
    }

    /** Those that are open stand on the shelf as well, and are passed over. */
    private List<Incident> closed(Optional<Instant> before, int most) throws StoreGone {
        List<Incident> closed = new ArrayList<>();
        Optional<Instant> from = before;
        List<Incident> page = shelf.list(from, most);
        while (!page.isEmpty() && closed.size() < most) {
            page.stream().filter(each -> !each.isOpen()).forEach(closed::add);
            from = Optional.of(page.get(page.size() - 1).start());
            page = shelf.list(from, most);
        }
        return closed;
    }

    private Reply one(Request request) {
        String id = request.path().get("id");
        Report report =
                open.get().stream()
                        .filter(each -> each.incident().id().equals(id))
                        .findFirst()
                        .or(() -> Asked.of(() -> shelf.get(id)))
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                404,
                                                "There is no incident " + Asked.shown(id) + "."));
        return Reply.json(200, IncidentView.page(report, clock.get()));
    }
}
