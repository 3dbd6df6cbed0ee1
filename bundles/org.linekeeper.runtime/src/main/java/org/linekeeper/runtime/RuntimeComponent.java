// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.linekeeper.api.call.CallPlanner;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.Signalling;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime as a component: wires the parts together and registers {@link Lines} and {@link
 * Transitions}.
 *
 * <p>Framework properties: {@code linekeeper.home}, the directory for everything that is kept
 * (default {@code .linekeeper}); {@code linekeeper.time-scale}, see {@link TimeScale}; {@code
 * linekeeper.hold}, true = no line starts before {@link Lines#provision} was called.
 */
@Component(service = RuntimeComponent.class, immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.api.lines.Lines'")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.linekeeper.api.event.Transitions'")
public final class RuntimeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeComponent.class);
    private static final long LAST_WORDS_MS = 400;

    private final LineSet set = new LineSet();
    private final Policies policies = new Policies(this::policyChanged);
    private final ScheduledThreadPoolExecutor timers =
            new ScheduledThreadPoolExecutor(1, daemons("lk-timer"));
    private final ExecutorService pool = Executors.newFixedThreadPool(2, daemons("lk-line"));
    private final ExecutorService disk = Executors.newSingleThreadExecutor(daemons("lk-disk"));
    private final List<ServiceRegistration<?>> offered = new ArrayList<>();
    private final Planning planning = new Planning();
    private final Publisher publisher;
    private final LineStore store;
    private final ConfigKeeper keeper;
    private final ConfiguredLines configured;
    private final Surroundings around;
    private final boolean hold;

    /** Makes the parts; nothing runs yet. */
    @Activate
    public RuntimeComponent(
            BundleContext context,
            @Reference Signalling signalling,
            @Reference TargetLocator locator,
            @Reference ConfigurationAdmin admin) {
        timers.setRemoveOnCancelPolicy(true);
        Path home = home(context);
        String scale = context.getProperty("linekeeper.time-scale");
        this.hold = Boolean.parseBoolean(context.getProperty("linekeeper.hold"));
        TimeScale timeScale = new TimeScale(scale == null ? 1 : Double.parseDouble(scale));
        ScaledClock clock = new ScaledClock(timers, timeScale.factor());
        SecureRandom chance = new SecureRandom();
        this.publisher = new Publisher(clock, disk, Optional.of(home), chance);
        this.store = new LineStore(home, clock, disk);
        this.keeper = new ConfigKeeper(admin, new LineVault(home));
        this.configured = new ConfiguredLines(set, home);
        this.around =
                new Surroundings(
                        clock,
                        timeScale,
                        chance,
                        pool,
                        policies,
                        signalling,
                        locator,
                        new Watches(clock),
                        new CallLedger(clock),
                        new BusyLines(set::phoneIdle),
                        publisher,
                        Optional.of(store),
                        set::tellOthers);
        set.attach(around);
    }

    private static Path home(BundleContext context) {
        String named = context.getProperty("linekeeper.home");
        Path home = Path.of(named == null ? ".linekeeper" : named);
        try {
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Opens the desk. */
    @Activate
    void activate(BundleContext context) {
        LineDesk desk = new LineDesk(set, around, keeper, configured, planning);
        offered.add(context.registerService(Lines.class, desk, null));
        offered.add(context.registerService(Transitions.class, publisher, null));
        NetworkWatch.ofMachine(this::networkChanged).start(timers);
        if (!hold) {
            configured.open(keeper.standing());
        }
    }

    private void networkChanged() {
        set.all().forEach(line -> line.signalling().networkChanged());
        set.tellAll(new LineEvent.NetworkChanged());
    }

    /** A line in Config Admin came or changed. */
    void configured(Map<String, Object> properties) {
        keeper.read(properties).ifPresent(configured::configure);
    }

    /** A line in Config Admin went. */
    void unconfigured(Map<String, Object> properties) {
        ConfigKeeper.number(properties).ifPresent(configured::remove);
    }

    /** A policy comes: it decides from the next event on, if it ranks highest. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPolicy(FailoverPolicy policy, Map<String, Object> properties) {
        Object ranking = properties.get(Constants.SERVICE_RANKING);
        Object id = properties.get("policy.id");
        policies.add(
                policy,
                id == null ? policy.getClass().getName() : id.toString(),
                ranking instanceof Integer number ? number : 0);
    }

    /** A policy goes; without any, events wait. */
    void removePolicy(FailoverPolicy policy) {
        policies.remove(policy);
    }

    private void policyChanged() {
        set.tellAll(new LineEvent.PolicyChanged());
        set.all().forEach(LineRuntime::wake);
    }

    /** A planner comes: calls that are dialled from now on go as it says. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPlanner(CallPlanner planner) {
        planning.use(planner);
    }

    /** A planner goes; without any, calls go as dialled. */
    void removePlanner(CallPlanner planner) {
        planning.drop(planner);
    }

    /** A listener of transitions comes. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(LineListener listener) {
        publisher.add(listener);
    }

    /** A listener of transitions goes. */
    void removeListener(LineListener listener) {
        publisher.remove(listener);
    }

    /** Stops the lines, in bounded time, and keeps what is to be kept. */
    @Deactivate
    void deactivate() throws InterruptedException {
        offered.forEach(ServiceRegistration::unregister);
        set.stopAll();
        // What the lines said last is still on its way to the listeners and, by timer, to the disk.
        if (!isOver(pool) || !isOver(disk)) {
            LOG.warn("stopped before everything was kept");
        }
        timers.shutdownNow();
        store.close();
        publisher.close();
    }

    private static boolean isOver(ExecutorService tasks) throws InterruptedException {
        tasks.shutdown();
        return tasks.awaitTermination(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
    }
}
