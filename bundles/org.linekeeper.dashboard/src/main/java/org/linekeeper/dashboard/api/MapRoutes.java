// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.fleet.Atlas;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Replay;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.view.OverviewView;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;
import org.linekeeper.schema.Transition;

/** Which phones are at which server: now, at a time, and as a film. */
public final class MapRoutes implements Routes {
    private static final int MOST_FRAMES = 120;
    private static final int MOST_BANDS = 200;
    private static final int LOOK_BACK = 20;
    private static final long FILM_WAIT_SECONDS = 3;

    private final Semaphore filming = new Semaphore(1);
    private final Fleet fleet;
    private final FleetStore store;
    private final Supplier<Instant> clock;

    public MapRoutes(Fleet fleet, FleetStore store, Supplier<Instant> clock) {
        this.fleet = fleet;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/map", this::map);
        router.on("GET", "/api/v1/map/frames", this::frames);
    }

    private Reply map(Request request) {
        Instant now = clock.get();
        Atlas atlas =
                Asked.time(request, "at")
                        .filter(now::isAfter)
                        .map(at -> replay(at, now).at(List.of(at)).get(0))
                        .orElseGet(() -> Atlas.of(fleet.phones(), now));
        return Reply.json(200, written(atlas));
    }

    private Reply frames(Request request) {
        Instant now = clock.get();
        Instant from = Asked.time("from", request.parameter("from"));
        Instant to = Asked.time(request, "to").filter(now::isAfter).orElse(now);
        int steps = Asked.number(request, "steps", 2, MOST_FRAMES, 60);
        if (!from.isBefore(to)) {
            throw new Problem(422, "from has to be before to, and before now.", "from");
        }
        long spanMs = Duration.between(from, to).toMillis();
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            times.add(from.plusMillis(spanMs * i / (steps - 1)));
        }
        return Reply.json(200, Json.object().put("frames", film(from, now, times)).done());
    }

    /** A film of a large fleet takes much memory and time, so there is one at a time. */
    private JsonElement film(Instant from, Instant now, List<Instant> times) {
        try {
            if (!filming.tryAcquire(FILM_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem(503, "Another film is being made. Try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "The dashboard is about to end.");
        }
        try {
            return Json.array(replay(from, now).at(times), MapRoutes::written);
        } finally {
            filming.release();
        }
    }

    private Replay replay(Instant from, Instant now) {
        return Asked.of(
                () -> {
                    List<HistoryEntry> since =
                            store.between(from, now.plusSeconds(1), FleetStore.MOST);
                    boolean whole = since.size() < FleetStore.MOST;
                    return new Replay(fleet.phones(), since, whole, this::before);
                });
    }

    /** A line among many of a phone may not be found, and is then not known. */
    private Optional<Transition> before(HistoryEntry row, int line) throws StoreGone {
        FleetStore.Position place = new FleetStore.Position(row.epoch(), row.entry().first());
        return store.history(row.device(), Optional.of(place), LOOK_BACK).stream()
                .map(HistoryEntry::entry)
                .takeWhile(entry -> entry instanceof Transition)
                .map(Transition.class::cast)
                .filter(moved -> moved.line() == line)
                .findFirst();
    }

    private static JsonElement written(Atlas atlas) {
        List<Atlas.Band> shown = atlas.bands().stream().limit(MOST_BANDS).toList();
        return Json.object()
                .put("t", atlas.at())
                .put("partial", atlas.partial() || shown.size() < atlas.bands().size())
                .putAll("bands", shown, MapRoutes::band)
                .done();
    }

    private static JsonElement band(Atlas.Band band) {
        String site = band.place().site();
        return Json.object()
                .put("server", band.place().server())
                .put("site", site.isEmpty() ? null : site)
                .put("phones", band.tally().phones())
                .put("counts", OverviewView.counts(band.tally()))
                .done();
    }
}
