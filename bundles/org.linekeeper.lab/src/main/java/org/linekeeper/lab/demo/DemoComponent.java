// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.lab.Json;
import org.osgi.framework.Bundle;
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
 * The demo as part of an image, where the framework property {@value #DEMO} is true and the broker
 * of this process listens. It offers its servers' plugs as a service {@link Drill} and says on
 * standard output that it is ready; with {@value #ONCE} it does one outage by itself instead,
 * prints each transition and ends.
 *
 * <p>Framework properties besides: {@code linekeeper.home}; {@value #IMAGE}, the directory of the
 * image, which has that of a phone beside its bundles; {@code linekeeper.http}, {@code none} where
 * nobody waits for a page.
 */
@Component(service = DemoComponent.class, immediate = true)
public final class DemoComponent {
    static final String DEMO = "linekeeper.demo";
    static final String ONCE = "linekeeper.demo.once";
    static final String IMAGE = "linekeeper.image";

    private static final Logger LOG = LoggerFactory.getLogger(DemoComponent.class);
    private static final int SIMULATED = 200;
    private static final int REFUSED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long END_MS = 500;
    private static final String PAGE = "org.linekeeper.dashboard";

    private final BundleContext context;
    private final CompletableFuture<String> page = new CompletableFuture<>();
    private final List<ServiceRegistration<?>> offered = new ArrayList<>();
    private Optional<Thread> running = Optional.empty();
    private Optional<Demo> demo = Optional.empty();
    private boolean over;

    /** Does nothing yet. */
    @Activate
    public DemoComponent(BundleContext context) {
        this.context = context;
        boolean none = "none".equals(context.getProperty("linekeeper.http"));
        boolean nobody =
                List.of(context.getBundles()).stream()
                        .noneMatch(bundle -> PAGE.equals(bundle.getSymbolicName()));
        if (none || nobody) {
            page.complete("");
        }
    }

    /** The page is there. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(linekeeper.http.bound=true)")
    void addPage(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        page.complete((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort());
    }

    /** The page goes. */
    void removePage(InetSocketAddress address) {
        LOG.debug("the page goes");
    }

    /** The broker of this process listens. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void addBroker(BrokerAccess access) {
        if (!Boolean.parseBoolean(context.getProperty(DEMO)) || running.isPresent() || over) {
            return;
        }
        Thread thread = new Thread(() -> run(access), "linekeeper-demo");
        thread.setDaemon(true);
        running = Optional.of(thread);
        thread.start();
    }

    /** It goes, and all with it. */
    void removeBroker(BrokerAccess access) {
        LOG.debug("the broker of this process goes");
    }

    private void run(BrokerAccess access) {
        boolean once = Boolean.parseBoolean(context.getProperty(ONCE));
        Consumer<String> out = once ? DemoComponent::say : line -> {};
        Demo.Plan plan =
                new Demo.Plan(
                        SIMULATED,
                        Path.of(context.getProperty("linekeeper.home")).resolve("phones"),
                        Path.of(context.getProperty(IMAGE), "phone", "linekeeper.jar"),
                        access.url());
        Roll roll = new Roll(plan.phones(), out);
        try {
            start(plan, roll);
            if (once) {
                page.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                Outage.Result result = new Outage(roll, drill(), Demo.PRIMARY, PATIENCE).run();
                say(result.line());
                exit(result.good() ? 0 : 1);
            } else {
                live(roll);
            }
        } catch (IOException e) {
            refuse(e.getMessage());
        } catch (ExecutionException | TimeoutException e) {
            refuse("the page is not there after " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            LOG.debug("ended while it began");
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("the demo fails", bug);
            exit(REFUSED);
        }
    }

    private void start(Demo.Plan plan, Roll roll) throws IOException, InterruptedException {
        Demo opening;
        synchronized (this) {
            if (over) {
                return;
            }
            opening = new Demo();
            demo = Optional.of(opening);
            offered.add(context.registerService(FleetListener.class, new RollCall(roll), null));
            offered.add(context.registerService(Drill.class, opening.drill(), null));
        }
        opening.open(plan);
    }

    private synchronized Drill drill() throws InterruptedException {
        return demo.filter(any -> !over).map(Demo::drill).orElseThrow(InterruptedException::new);
    }

    private void live(Roll roll) throws InterruptedException, ExecutionException, TimeoutException {
        String http = page.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!roll.awaitAll("on_primary", PATIENCE)) {
            int missing = roll.size() - roll.count("on_primary"::equals);
            System.err.println("linekeeper: " + missing + " phones have not registered yet");
        }
        Map<String, Object> ready = Json.object("ready", true);
        if (!http.isEmpty()) {
            ready.put("http", http);
        }
        ready.put("phones", roll.size());
        say(Json.write(ready));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(String sentence) {
        System.err.println("linekeeper: " + sentence);
        exit(REFUSED);
    }

    private synchronized void exit(int code) {
        if (!over) {
            offered.add(
                    context.registerService(
                            Future.class,
                            CompletableFuture.completedFuture(code),
                            new Hashtable<>(Map.of("linekeeper.exit", "true"))));
        }
    }

    /** Ends all that it has started, in bounded time. */
    @Deactivate
    void deactivate() {
        Optional<Demo> ending;
        Optional<Thread> beginning;
        synchronized (this) {
            over = true;
            ending = demo;
            beginning = running;
            offered.forEach(ServiceRegistration::unregister);
            offered.clear();
        }
        // With the whole process goes all that a farewell would be for.
        boolean last = context.getBundle(0).getState() == Bundle.STOPPING;
        ending.ifPresent(last ? Demo::cut : Demo::close);
        // One that still begins would write where its directory is being removed.
        beginning.ifPresent(DemoComponent::end);
    }
}
