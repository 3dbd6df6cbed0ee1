// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.live.MemoryStore;
import org.linekeeper.dashboard.web.Place;
import org.linekeeper.dashboard.web.SmallPage;
import org.linekeeper.http.kit.LoopbackServer;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

/** A dashboard that listens, with phones that say what a test wants, and a clock that stands. */
public final class DashboardScene extends LoopbackServer {
    public static final Duration SOON = Duration.ofSeconds(10);

    public final MemoryStore store = new MemoryStore();
    public final List<Command> asked = new ArrayList<>();
    public final Map<String, List<Step>> ladders = new LinkedHashMap<>();
    public final Map<String, Boolean> plugs = new LinkedHashMap<>(Map.of("pbx-a", false));
    public volatile Instant now = Told.START;
    public volatile boolean broker = true;
    private Dashboard dashboard;

    public DashboardScene() throws IOException {
        dashboard = open();
    }

    /** Another one on the same database, and another port. */
    public void restart() throws IOException {
        dashboard.close();
        dashboard = open();
    }

    private Dashboard open() throws IOException {
        return new Dashboard(
                new Place(new InetSocketAddress("127.0.0.1", 0), false, Optional.empty()),
                new SmallPage(),
                new Dashboard.Sources(
                        store,
                        store,
                        (FleetPhones) this::ask,
                        this::standing,
                        () -> List.of(new Switch()),
                        () -> now,
                        () -> System.nanoTime() / 1_000_000 + aheadMs()));
    }

    /** Time passes of itself, and all that a test says. */
    private long aheadMs() {
        return Duration.between(Told.START, now).toMillis();
    }

    private final class Switch implements Drill {
        @Override
        public List<Plug> plugs() {
            return plugs.entrySet().stream()
                    .map(each -> new Plug(each.getKey(), each.getKey(), each.getValue()))
                    .toList();
        }

        @Override
        public void pull(String name) {
            plugs.put(name, true);
        }

        @Override
        public void plugIn(String name) {
            plugs.put(name, false);
        }
    }

    private Standing standing() {
        Way way =
                new Way(
                        "127.0.0.1:1883",
                        broker,
                        Told.START,
                        broker ? Optional.empty() : Optional.of("It does not answer."));
        Way database = new Way("h2", true, Told.START, Optional.empty());
        return new Standing(way, database, Optional.of(now), 0, 12, 3, Map.of("malformed", 2L));
    }

    /** A phone that has no ladder of that name does not answer at all. */
    private CompletionStage<Response> ask(DeviceName device, Command command, Duration patience) {
        asked.add(command);
        List<Step> steps = ladders.get(command.trace().orElse(""));
        return steps == null
                ? CompletableFuture.failedFuture(new TimeoutException())
                : CompletableFuture.completedFuture(
                        new Response(command.key(), "done", Optional.empty(), List.of(), steps));
    }

    /** What the collector does with what it hears. */
    public void hear(News... news) {
        for (News each : news) {
            store.write(each);
        }
        dashboard.listener().heard(List.of(news));
    }

    /** Phones x0, x1 … on the primary, and shown. */
    public List<Told> settled(int count) {
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told phone = Told.by("x" + i);
            hear(phone.settled().toArray(News[]::new));
            phones.add(phone);
        }
        awaitCount("on_primary", count);
        return phones;
    }

    public void awaitCount(String state, int count) {
        await().atMost(SOON)
                .until(
                        () ->
                                json("overview").getAsJsonObject("counts").get(state).getAsInt()
                                        == count);
    }

    @Override
    public int port() {
        return dashboard.address().getPort();
    }

    /** Below /api/v1/, or from the root where the path begins with a slash. */
    @Override
    public URI uri(String path) {
        return super.uri(path.startsWith("/") ? path : "/api/v1/" + path);
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
