// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.api.AlertRoutes;
import org.linekeeper.dashboard.api.AlertShelf;
import org.linekeeper.dashboard.api.IncidentRoutes;
import org.linekeeper.dashboard.api.LadderRoutes;
import org.linekeeper.dashboard.api.LiveRoutes;
import org.linekeeper.dashboard.api.MapRoutes;
import org.linekeeper.dashboard.api.MetricsRoute;
import org.linekeeper.dashboard.api.PhoneRoutes;
import org.linekeeper.dashboard.ladder.LadderFetch;
import org.linekeeper.dashboard.ladder.Ladders;
import org.linekeeper.dashboard.live.Desk;
import org.linekeeper.dashboard.live.IncidentShelf;
import org.linekeeper.dashboard.live.Updates;
import org.linekeeper.dashboard.web.DashboardServer;
import org.linekeeper.dashboard.web.Entries;
import org.linekeeper.dashboard.web.Place;
import org.linekeeper.dashboard.web.Routes;

/** The page, its HTTP API and all behind it, without OSGi. */
public final class Dashboard implements AutoCloseable {
    private static final int ID_BYTES = 9;

    private final DashboardServer server;
    private final Webhooks webhooks;
    private final LadderFetch fetch;
    private final Desk desk;
    private final List<String> routes;

    /**
     * Where it all comes from.
     *
     * @param store the history
     * @param shelf keeps what the dashboard itself has to keep
     * @param phones speaks to phones
     * @param health how the collector is
     * @param drills what can be unplugged
     * @param clock the wall clock
     * @param ms milliseconds of a clock that nobody sets
     */
    public record Sources(
            FleetStore store,
            Shelf shelf,
            FleetPhones phones,
            Supplier<Standing> health,
            Supplier<List<Drill>> drills,
            Supplier<Instant> clock,
            LongSupplier ms) {}

    /**
     * Listens, and begins to load and to serve.
     *
     * @param entries the files of the bundle
     * @throws IOException with one sentence when it cannot listen there
     */
    public Dashboard(Place place, Entries entries, Sources sources) throws IOException {
        Supplier<Instant> clock = sources.clock();
        server = DashboardServer.bind(place, new ShelfKeep(sources.shelf()), clock);
        SecureRandom chance = new SecureRandom();
        Supplier<String> ids = () -> id(chance);
        Alerts alerts = new Alerts();
        webhooks = new Webhooks(clock);
        AlertShelf kept = new AlertShelf(sources.shelf(), alerts, webhooks, clock);
        Updates updates = new Updates(clock.get().toEpochMilli(), server.streams()::publish);
        Ladders ladders =
                new Ladders(
                        sources.store(),
                        sources.shelf(),
                        sources.phones(),
                        clock,
                        () -> "dashboard-" + ids.get());
        fetch = new LadderFetch(ladders);
        IncidentShelf incidents = new IncidentShelf(sources.shelf());
        desk =
                new Desk(
                        new Desk.Sources(
                                sources.store(),
                                incidents,
                                kept,
                                sources.health(),
                                () -> plugs(sources.drills().get()),
                                clock,
                                sources.ms()),
                        alerts,
                        new Desk.Hearers(updates, webhooks, fetch));
        List<Routes> own =
                List.of(
                        new LiveRoutes(desk, updates, server.streams(), sources.drills(), clock),
                        new PhoneRoutes(desk.fleet(), sources.store(), clock),
                        new LadderRoutes(ladders),
                        new IncidentRoutes(desk::incidents, incidents, clock),
                        new MapRoutes(desk.fleet(), sources.store(), clock),
                        new AlertRoutes(alerts, webhooks, kept, server.audit(), clock, ids),
                        new MetricsRoute(desk, alerts, sources.health(), clock));
        desk.start();
        routes = server.serve(entries, own);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** What makes whoever follows it first an operator; empty where nobody has to sign in. */
    public Optional<String> link() {
        return server.link();
    }

    /** What its HTTP API has, such as {@code GET /healthz}. */
    List<String> routes() {
        return routes;
    }

    /** To be told what is new. */
    public FleetListener listener() {
        return desk;
    }

    private static List<Drill.Plug> plugs(List<Drill> drills) {
        return drills.stream().flatMap(drill -> drill.plugs().stream()).toList();
    }

    private static String id(SecureRandom chance) {
        byte[] random = new byte[ID_BYTES];
        chance.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Stops at once; what is to be kept and waits is written if that is possible. */
    @Override
    public void close() {
        server.close();
        // Before those that it tells: what it tells them must not be lost.
        desk.close();
        fetch.close();
        webhooks.close();
    }
}
