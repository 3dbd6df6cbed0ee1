// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.web.Entries;
import org.linekeeper.dashboard.web.Place;
import org.linekeeper.http.kit.HttpAddress;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the fleet's page as long as there is a collector; without one there is none. Where one has
 * to sign in it says on standard error how, and for the command {@code dashboard} on standard
 * output that it is ready. A port that is taken ends the command with 2.
 *
 * <p>Where it listens is told by a service {@link InetSocketAddress} with {@value #BOUND} = true.
 * Framework properties: see {@link Place}.
 */
@Component(service = {})
public final class DashboardComponent {
    static final String BOUND = "linekeeper.http.bound";

    private static final Logger LOG = LoggerFactory.getLogger(DashboardComponent.class);
    private static final int REFUSED = 2;

    private final List<Drill> drills = new CopyOnWriteArrayList<>();
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private Optional<Dashboard> dashboard = Optional.empty();

    /** Listens, or tells why not; called by the component runtime. */
    @Activate
    public DashboardComponent(
            BundleContext context,
            @Reference FleetStore store,
            @Reference Shelf shelf,
            @Reference FleetPhones phones,
            @Reference CollectorHealth health) {
        try {
            Optional<Place> place = Place.of(context::getProperty);
            if (place.isPresent()) {
                Dashboard.Sources sources =
                        new Dashboard.Sources(
                                store,
                                shelf,
                                phones,
                                health::standing,
                                () -> drills,
                                Instant::now,
                                () -> System.nanoTime() / 1_000_000);
                open(context, place.get(), sources);
                invite();
                if ("dashboard".equals(context.getProperty("linekeeper.command"))) {
                    say(health.standing());
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            refuse(context, e.getMessage());
        }
    }

    private void open(BundleContext context, Place place, Dashboard.Sources sources)
            throws IOException {
        Dashboard opened = new Dashboard(place, Entries.of(context.getBundle()), sources);
        dashboard = Optional.of(opened);
        services.add(
                context.registerService(FleetListener.class, opened.listener(), new Hashtable<>()));
        Dictionary<String, Object> bound = new Hashtable<>(Map.of(BOUND, true));
        services.add(context.registerService(InetSocketAddress.class, opened.address(), bound));
        LOG.info("The fleet's page is at http://{}/", HttpAddress.text(opened.address()));
    }

    /** On standard error and in no log: it is a key. */
    private void invite() {
        dashboard
                .flatMap(Dashboard::link)
                .ifPresent(
                        link ->
                                System.err.println(
                                        "linekeeper: for 15 minutes, once, this makes you an"
                                                + " operator: "
                                                + link));
    }

    private void say(CollectorHealth.Standing standing) {
        JsonObject ready =
                Json.object()
                        .put("ready", true)
                        .put("http", HttpAddress.text(dashboard.orElseThrow().address()))
                        .put("mqtt", standing.broker().place())
                        .put("db", standing.database().place())
                        .done();
        System.out.println(ready);
        System.out.flush();
    }

    private void refuse(BundleContext context, String sentence) {
        System.err.println("linekeeper: " + sentence);
        services.add(
                context.registerService(
                        Future.class,
                        CompletableFuture.completedFuture(REFUSED),
                        new Hashtable<>(Map.of("linekeeper.exit", "true"))));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDrill(Drill drill) {
        drills.add(drill);
    }

    void removeDrill(Drill drill) {
        drills.remove(drill);
    }

    @Deactivate
    void close() {
        services.forEach(ServiceRegistration::unregister);
        dashboard.ifPresent(Dashboard::close);
    }
}
