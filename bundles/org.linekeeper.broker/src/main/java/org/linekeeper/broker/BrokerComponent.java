// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.linekeeper.api.fleet.BrokerAccess;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker where the framework property {@value #LISTEN} (ADDR:PORT, port 0 = any free one) asks
 * for one, in the directory {@code broker} of the home that {@value #HOME} names. As soon as it
 * listens there is a service {@link BrokerAccess}; when it cannot, it says why in one sentence and
 * ends the process with status 2.
 */
@Component(service = {})
public final class BrokerComponent {
    static final String LISTEN = "linekeeper.mqtt-listen";
    static final String HOME = "linekeeper.home";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerComponent.class);
    private static final int REFUSED = 2;

    private Optional<EmbeddedBroker> broker = Optional.empty();
    private Optional<ServiceRegistration<?>> service = Optional.empty();

    /** Listens, if it is asked to; called by the component runtime. */
    @Activate
    public BrokerComponent(BundleContext context) {
        Optional<String> listen = Optional.ofNullable(context.getProperty(LISTEN));
        if (listen.isEmpty()) {
            return;
        }
        try {
            EmbeddedBroker started = EmbeddedBroker.start(settings(context, listen.get()));
            broker = Optional.of(started);
            LOG.info("MQTT on {}", ListenAddress.text(started.address()));
            service =
                    Optional.of(
                            context.registerService(
                                    BrokerAccess.class, started.access(), new Hashtable<>()));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("linekeeper: " + e.getMessage());
            Dictionary<String, Object> exit = new Hashtable<>(Map.of("linekeeper.exit", "true"));
            service =
                    Optional.of(
                            context.registerService(
                                    Future.class,
                                    CompletableFuture.completedFuture(REFUSED),
                                    exit));
        }
    }

    private static BrokerSettings settings(BundleContext context, String listen) {
        String home = context.getProperty(HOME);
        if (home == null) {
            throw new IllegalArgumentException("MQTT needs a home directory for its data.");
        }
        return new BrokerSettings(ListenAddress.parse(listen), Path.of(home).resolve("broker"));
    }

    @Deactivate
    void close() {
        service.ifPresent(ServiceRegistration::unregister);
        broker.ifPresent(EmbeddedBroker::close);
    }
}
