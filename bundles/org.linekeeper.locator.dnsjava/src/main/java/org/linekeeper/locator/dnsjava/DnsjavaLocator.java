// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Finds targets by steps: an IP literal stands for itself, a name is looked up as {@link ChainStep}
 * says. The first step that knows decides. Names are looked up on threads of its own, of which none
 * is left when it is idle or closed; nothing of DNS is loaded before the first name.
 */
@Component
public final class DnsjavaLocator implements TargetLocator {
    /** Names under way at once; the next one fails with a sentence. */
    private static final int MAX_NAMES = 64;

    /** Threads that help with the questions of a name, so that none of the names lacks its own. */
    private static final int MAX_HELPERS = 32;

    private static final long IDLE_SECONDS = 5;
    private static final long STOP_SECONDS = 1;

    private final List<Step> steps;
    private final ExecutorService workers;

    /**
     * The locator of a running phone.
     *
     * @param context has the framework properties {@code linekeeper.dns} ({@code ADDR[:PORT]},
     *     comma-separated, or {@code none}; absent = the system's servers) and {@code
     *     linekeeper.time-scale}
     */
    @Activate
    public DnsjavaLocator(BundleContext context) {
        this(
                Optional.ofNullable(context.getProperty(Nameservers.PROPERTY)),
                Limits.STANDARD,
                Clocks.system(timeScale(context.getProperty(Clocks.PROPERTY))),
                new SplittableRandom());
    }

    DnsjavaLocator(Optional<String> dns, Limits limits, Clocks clocks, RandomGenerator random) {
        workers = workers();
        Step names = new LazyStep(() -> names(dns, limits, clocks, random, workers), workers);
        steps = List.of(new LiteralStep(), names);
    }

    private static double timeScale(String property) {
        return property == null ? 1 : Double.parseDouble(property);
    }

    private static Step names(
            Optional<String> dns,
            Limits limits,
            Clocks clocks,
            RandomGenerator random,
            Executor workers) {
        Nameservers servers = Nameservers.of(dns, SystemNameservers::new);
        Lookups lookups = new Lookups(servers, new SocketExchange(), limits, clocks);
        return new ChainStep(
                lookups,
                new UdpRoutes(),
                new SideBySide(workers, MAX_HELPERS),
                limits,
                clocks,
                random);
    }

    private static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                MAX_NAMES + MAX_HELPERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "locator-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public CompletionStage<Located> locate(Server server, DnsRules rules) {
        CompletionStage<Optional<Located>> found =
                CompletableFuture.completedFuture(Optional.empty());
        for (Step step : steps) {
            found =
                    found.thenCompose(
                            known ->
                                    known.isPresent()
                                            ? CompletableFuture.completedFuture(known)
                                            : step.locate(server, rules));
        }
        return found.thenApply(
                known -> known.orElseGet(() -> new Located.Failed(server + ": no way to find it")));
    }

    /** Ends the look-ups under way with a failure and waits, bounded, for their threads. */
    @Deactivate
    void close() throws InterruptedException {
        steps.forEach(Step::close);
        workers.shutdownNow();
        workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
