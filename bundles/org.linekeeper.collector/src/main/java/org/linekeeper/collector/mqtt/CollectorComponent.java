// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.mqtt.kit.Broker;
import org.osgi.annotation.bundle.Capability;
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
 * A collector as part of an image. For the command {@code collect} it says on standard output that
 * it is ready, once the broker and the database have been tried: what is away then, or later, is a
 * warning and is tried again. What can never work ends the command with 2. What it knows it offers
 * to others, see {@code org.linekeeper.collector.fleet}.
 *
 * <p>Framework properties: {@code linekeeper.mqtt}, {@code linekeeper.mqtt.user}, {@code
 * .password-file}, {@code .ca}, {@code .cert}, {@code .key}; or {@code linekeeper.mqtt-listen}, for
 * the broker of this process; {@code linekeeper.tenant}, {@code linekeeper.db}, {@code
 * linekeeper.home}. The database's password stands in the environment.
 */
@Component(service = CollectorComponent.class, immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.collector.fleet.FleetStore'")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.collector.fleet.Shelf'")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.collector.fleet.FleetPhones'")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.collector.fleet.CollectorHealth'")
public final class CollectorComponent {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorComponent.class);
    private static final int REFUSED = 2;
    private static final long FAREWELL_MS = 1_000;

    private final BundleContext context;
    private final Listeners listeners = new Listeners();
    private Optional<Settings> settings = Optional.empty();
    private Optional<BrokerAccess> embedded = Optional.empty();
    private Optional<Works> works = Optional.empty();
    private Optional<ServiceRegistration<?>> exit = Optional.empty();
    private Optional<Thread> beginning = Optional.empty();
    private volatile boolean over;

    /** Does nothing yet. */
    @Activate
    public CollectorComponent(BundleContext context) {
        this.context = context;
    }

    /** A broker of this process listens. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void addBroker(BrokerAccess access) {
        embedded = Optional.of(access);
        begin();
    }

    /** It goes; so does the connection, and is tried again. */
    void removeBroker(BrokerAccess access) {
        LOG.debug("the broker of this process goes");
    }

    /** Somebody wants to hear what is new. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(FleetListener listener) {
        listeners.add(listener);
    }

    /** No longer. */
    void removeListener(FleetListener listener) {
        listeners.remove(listener);
    }

    /** Begins, unless the broker of this process is to come. */
    @Activate
    synchronized void activate() {
        try {
            settings = Optional.of(Settings.of(context::getProperty, System::getenv));
            begin();
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage());
        }
    }

    /** On a thread of its own: a server that does not answer must not hold up the rest. */
    private void begin() {
        if (settings.isEmpty() || beginning.isPresent() || over) {
            return;
        }
        Settings read = settings.get();
        read.broker().or(() -> embedded.map(read::broker)).ifPresent(broker -> begin(read, broker));
    }

    private void begin(Settings read, Broker broker) {
        Thread thread = new Thread(() -> tryOut(read, broker), "linekeeper-collect");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (ended, fault) -> {
                    // When the bundle goes while a driver still connects, all its classes go, too.
                    if (!over) {
                        LOG.error("The collector cannot begin", fault);
                    }
                });
        beginning = Optional.of(thread);
        thread.start();
    }

    private void tryOut(Settings read, Broker broker) {
        Optional<String> refusal = read.database().refusal();
        synchronized (this) {
            if (over) {
                return;
            }
            refusal.ifPresentOrElse(this::refuse, () -> open(read, broker));
        }
    }

    private void open(Settings read, Broker broker) {
        Works began = new Works(read, broker, listeners, context);
        works = Optional.of(began);
        if (read.speaks()) {
            began.tried().thenRun(() -> say(broker.place(), read.kind()));
        }
    }

    private void say(String place, String kind) {
        if (!over) {
            System.out.println(
                    "{\"ready\":true,\"mqtt\":\"" + place + "\",\"db\":\"" + kind + "\"}");
            System.out.flush();
        }
    }

    private void refuse(String sentence) {
        System.err.println("linekeeper: " + sentence);
        exit =
                Optional.of(
                        context.registerService(
                                Future.class,
                                CompletableFuture.completedFuture(REFUSED),
                                new Hashtable<>(Map.of("linekeeper.exit", "true"))));
    }

    /** Writes what was taken on, and goes. */
    @Deactivate
    void deactivate() throws InterruptedException {
        over = true;
        if (beginning.isPresent()) {
            beginning.get().join(FAREWELL_MS);
        }
        synchronized (this) {
            works.ifPresent(Works::close);
            exit.ifPresent(ServiceRegistration::unregister);
        }
    }
}
