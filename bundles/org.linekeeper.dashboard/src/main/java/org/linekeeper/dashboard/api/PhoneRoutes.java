// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.FleetStore.Known;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneOrder;
import org.linekeeper.dashboard.fleet.PhoneQuery;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.view.BarView;
import org.linekeeper.dashboard.view.HistoryView;
import org.linekeeper.dashboard.view.PhoneView;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** Phones: a page of the list, one of them, and what happened to it. */
public final class PhoneRoutes implements Routes {
    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_ROWS = 200;
    private static final int MOST_TRANSITIONS = 500;
    private static final Duration BAR = Duration.ofHours(24);

    private final Fleet fleet;
    private final FleetStore store;
    private final Supplier<Instant> clock;

    public PhoneRoutes(Fleet fleet, FleetStore store, Supplier<Instant> clock) {
        this.fleet = fleet;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/phones", this::list);
        router.on("GET", "/api/v1/phones/{device}", this::one);
        router.on("GET", "/api/v1/phones/{device}/transitions", this::transitions);
    }

    private Reply list(Request request) {
        String text = request.optional("q").orElse("");
        if (text.length() > MOST_CHARACTERS) {
            throw Asked.impossible("q", "of at most " + MOST_CHARACTERS + " characters", text);
        }
        String order = request.optional("sort").orElse(PhoneOrder.DEVICE.word());
        int size = Asked.number(request, "size", 1, MOST_ROWS, 50);
        int page = Asked.number(request, "page", 1, PhoneQuery.MOST_ROWS / size, 1);
        PhoneQuery query =
                new PhoneQuery(
                        text,
                        states(request.optional("state").orElse("")),
                        request.optional("server"),
                        request.optional("site").filter(site -> !site.isEmpty()),
                        PhoneOrder.of(order)
                                .orElseThrow(
                                        () ->
                                                Asked.impossible(
                                                        "sort",
                                                        "device, state, server, since or seen,"
                                                                + " with a minus before it or not",
                                                        order)),
                        page,
                        size);
        PhoneQuery.Page found = query.in(fleet.phones());
        return Reply.json(
                200,
                Json.object()
                        .put("total", found.total())
                        .put("page", page)
                        .put("size", size)
                        .putAll("phones", found.phones(), PhoneView::row)
                        .done());
    }

    private static Set<PhoneState> states(String text) {
        Set<PhoneState> states = EnumSet.noneOf(PhoneState.class);
        if (!text.isEmpty()) {
            Arrays.stream(text.split(",", -1))
                    .map(
                            word ->
                                    PhoneState.of(word)
                                            .orElseThrow(
                                                    () ->
                                                            Asked.impossible(
                                                                    "state",
                                                                    "words such as on_backup",
                                                                    text)))
                    .forEach(states::add);
        }
        return states;
    }

    private Reply one(Request request) {
        Phone phone = find(Asked.device(request));
        Json page = PhoneView.head(phone);
        try {
            Optional<Known> known = store.device(phone.name());
            page.put("detail", PhoneView.detail(known.flatMap(Known::snapshot)));
            page.put("journal", PhoneView.journal(known.flatMap(Known::snapshot)));
            Instant now = clock.get();
            List<HistoryEntry> history =
                    store.history(phone.name(), Optional.empty(), MOST_TRANSITIONS);
            page.put("bar", BarView.of(history, phone, now.minus(BAR), now));
            return Reply.json(200, page.put("partial", false).done());
        } catch (StoreGone e) {
            // What is in memory is worth showing, and that the rest is missing.
            page.put("detail", new JsonArray()).put("journal", JsonNull.INSTANCE);
            return Reply.json(200, page.put("bar", JsonNull.INSTANCE).put("partial", true).done());
        }
    }

    private Reply transitions(Request request) {
        Phone phone = find(Asked.device(request));
        int size = Asked.number(request, "size", 1, MOST_TRANSITIONS, 50);
        Optional<FleetStore.Position> before = Asked.position(request, "before");
        List<HistoryEntry> rows =
                Asked.of(() -> store.history(phone.name(), before, size + HistoryView.LOOK_BACK));
        return Reply.json(200, HistoryView.page(rows, size));
    }

    private Phone find(DeviceName name) {
        return fleet.phone(name)
                .orElseThrow(
                        () ->
                                new Problem(
                                        404,
                                        "There is no phone " + Asked.shown(name.name()) + "."));
    }
}
