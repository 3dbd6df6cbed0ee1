// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.fleet.FleetLink;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.schema.PolicyName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
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
 * Telemetry as a component; at rest unless {@code linekeeper.mqtt} names a broker. It stays when
 * the lines go, so that the last they have said is still told.
 *
 * <p>Framework properties: {@code linekeeper.mqtt}, {@code linekeeper.mqtt.user}, {@code
 * .password-file}, {@code .ca}, {@code .cert}, {@code .key}, {@code linekeeper.tenant}, {@code
 * linekeeper.device-id}.
 */
@Component(service = TelemetryComponent.class, immediate = true)
public final class TelemetryComponent {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryComponent.class);

    private final BundleContext context;
    private final Optional<Settings> settings;
    private final Set<ServiceReference<FailoverPolicy>> policies = ConcurrentHashMap.newKeySet();
    private Optional<Lines> lines = Optional.empty();
    private Optional<Transitions> transitions = Optional.empty();
    private Optional<Telemetry> telemetry = Optional.empty();

    /** Those that the telemetry in force tells of. */
    private volatile Optional<Lines> told = Optional.empty();

    private Optional<Transitions> toldFrom = Optional.empty();
    private final List<ServiceRegistration<?>> offered = new ArrayList<>();
    private volatile Optional<PhoneFiles> files = Optional.empty();

    /** Reads what there is to do. */
    @Activate
    public TelemetryComponent(BundleContext context) {
        this.context = context;
        this.settings = settings(context);
    }

    private static Optional<Settings> settings(BundleContext context) {
        try {
            return Settings.of(context::getProperty);
        } catch (IllegalArgumentException e) {
            LOG.error("MQTT stays off: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The lines are there. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void addLines(Lines service) {
        lines = Optional.of(service);
        open();
    }

    /** The lines go; what they say to the end is still told. */
    void removeLines(Lines service) {
        LOG.debug("the lines go");
    }

    /** Their transitions are there. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void addTransitions(Transitions service) {
        transitions = Optional.of(service);
        open();
    }

    /** The transitions go; what was taken is still told. */
    void removeTransitions(Transitions service) {
        LOG.debug("the transitions go");
    }

    /** The phone was started with files of its own. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void addFiles(PhoneFiles service) {
        files = Optional.of(service);
    }

    /** They cannot be read any more. */
    void removeFiles(PhoneFiles service) {
        files = Optional.empty();
    }

    /** A policy comes. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addPolicy(ServiceReference<FailoverPolicy> policy) {
        policies.add(policy);
        telemetry.ifPresent(Telemetry::policyChanged);
    }

    /** A policy goes. */
    synchronized void removePolicy(ServiceReference<FailoverPolicy> policy) {
        policies.remove(policy);
        telemetry.ifPresent(Telemetry::policyChanged);
    }

    /** The one that decides, which is the one of the highest rank unless it is barred. */
    private Optional<PolicyName> policy() {
        Optional<String> deciding = told.flatMap(Lines::policy);
        return policies.stream()
                .filter(each -> deciding.equals(id(each)))
                .findFirst()
                .or(() -> policies.stream().max(Comparator.naturalOrder()))
                .filter(best -> best.getBundle() != null)
                .map(
                        best ->
                                Telling.policy(
                                        id(best),
                                        best.getBundle().getSymbolicName(),
                                        best.getBundle().getVersion().toString()));
    }

    private static Optional<String> id(ServiceReference<FailoverPolicy> policy) {
        return Optional.ofNullable(policy.getProperty("policy.id")).map(Object::toString);
    }

    /** Once both are there, and again when both are others: the runtime has been replaced. */
    private void open() {
        boolean same = told.equals(lines) || toldFrom.equals(transitions);
        if (settings.isEmpty()
                || lines.isEmpty()
                || transitions.isEmpty()
                || telemetry.isPresent() && same) {
            return;
        }
        close();
        told = lines;
        toldFrom = transitions;
        try {
            Telemetry made =
                    new Telemetry(
                            settings.get(),
                            lines.get(),
                            transitions.get(),
                            () -> files,
                            this::policy,
                            context.getBundle().getVersion().toString());
            telemetry = Optional.of(made);
            offered.add(context.registerService(LineListener.class, made, null));
            offered.add(context.registerService(FleetLink.class, made.link(), null));
        } catch (IOException | RuntimeException e) {
            LOG.error("MQTT stays off, the journal cannot be opened: {}", e.toString());
        }
    }

    /** Tells what is left and says farewell. */
    @Deactivate
    synchronized void deactivate() {
        close();
    }

    private void close() {
        offered.forEach(ServiceRegistration::unregister);
        offered.clear();
        try {
            if (telemetry.isPresent()) {
                telemetry.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        telemetry = Optional.empty();
    }
}
