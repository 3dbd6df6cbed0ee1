// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.live.MemoryStore;
import org.linekeeper.dashboard.web.Place;
import org.linekeeper.dashboard.web.SmallPage;
import org.linekeeper.http.kit.LoopbackServer;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Health;
import org.linekeeper.schema.Journal;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.Registration;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Step;

/** A dashboard whose fleet is in the middle of an outage, and a client for it. */
final class LiveDashboard extends LoopbackServer {
    /** Long, as a machine that tests runs many at a time. */
    static final Duration SOON = Duration.ofSeconds(60);

    /** Of the phone that shows all that a phone can show. */
    static final String RICH = "x0";

    /** Of the last transition that begins a switch. */
    static final String TRACE = "tx0";

    private static final int PHONES = 6;

    final MemoryStore store = new MemoryStore();
    final Dashboard dashboard;
    private volatile boolean spoken;
    private final long startMs = System.nanoTime() / 1_000_000;

    /**
     * Serves on a port of loopback.
     *
     * @param home where one has to sign in; empty = nobody has to
     */
    LiveDashboard(Optional<Path> home) throws IOException {
        Place place = new Place(new InetSocketAddress("127.0.0.1", 0), home.isPresent(), home);
        Dashboard.Sources sources =
                new Dashboard.Sources(
                        store,
                        store,
                        (device, command, patience) ->
                                CompletableFuture.completedFuture(ladder(command.key())),
                        this::standing,
                        () -> List.of(new Plugs()),
                        this::now,
                        () -> System.nanoTime() / 1_000_000);
        dashboard = new Dashboard(place, new SmallPage(), sources);
    }

    /**
     * The clock: it stands until all have spoken, so that the outage always begins at the same
     * time.
     */
    Instant now() {
        if (!spoken) {
            return Told.START;
        }
        return Told.START.plusSeconds(20).plusMillis(System.nanoTime() / 1_000_000 - startMs);
    }

    /** Phones leave A; half of them come to B. */
    LiveDashboard inAnOutage() {
        News late = new News.Stirred(Told.by("late").name(), now());
        await().atMost(SOON)
                .until(
                        () -> {
                            dashboard.listener().heard(List.of(late));
                            return json("/healthz").get("phones").getAsInt() == 1;
                        });
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < PHONES; i++) {
            phones.add(Told.by("x" + i));
            hear(phones.get(i).settled().toArray(News[]::new));
        }
        phones.forEach(each -> hear(each.at(5).moves("on_primary", "switching", "no_answer", B)));
        phones.subList(0, 3)
                .forEach(each -> hear(each.at(8).moves("switching", "on_backup", "registered", B)));
        Told rich = phones.get(0).at(9);
        hear(new News.Showed(rich.name(), rich(rich), rich.birth().received(), false));
        hear(phones.get(5).at(10).moves("switching", "unregistered", "all_failed", B));
        hear(gap(phones.get(4)));
        Told gone = Told.by("gone");
        hear(gone.birth(), gone.at(1).connected(false, "lwt", "s1", false));
        spoken = true;
        await().atMost(SOON)
                .until(
                        () -> {
                            JsonObject incident = first(json("/api/v1/incidents"), "incidents");
                            return incident.get("phones").getAsInt() == PHONES
                                    && incident.get("without_service").getAsInt() == 3
                                    && json("/healthz").get("phones").getAsInt() == PHONES + 2;
                        });
        return this;
    }

    static JsonObject first(JsonObject page, String name) {
        return page.getAsJsonArray(name).isEmpty()
                ? JsonParser.parseString("{\"phones\":0,\"without_service\":0}").getAsJsonObject()
                : page.getAsJsonArray(name).get(0).getAsJsonObject();
    }

    void hear(News... news) {
        for (News each : news) {
            store.write(each);
        }
        dashboard.listener().heard(List.of(news));
    }

    private static News gap(Told phone) {
        Gap gap = new Gap(3, 4, Told.START.plusSeconds(6), "overflow");
        return new News.Recorded(phone.name(), 7, gap, Told.START.plusSeconds(11));
    }

    private static Snapshot rich(Told phone) {
        Line plain = phone.line(1, "on_backup", B, "c-1");
        Instant later = plain.since().plusSeconds(60);
        Line line =
                new Line(
                        1,
                        plain.aor(),
                        true,
                        plain.state(),
                        OptionalInt.of(2),
                        plain.target(),
                        plain.since(),
                        Optional.of(later),
                        List.of(
                                new Registration(
                                        plain.target().orElseThrow(),
                                        "registered",
                                        Optional.of(later),
                                        Optional.of("id-1"))),
                        List.of(
                                new Health(
                                        "127.0.0.2",
                                        5060,
                                        "udp",
                                        "quarantined",
                                        Optional.of(later),
                                        3)),
                        "no_answer",
                        List.of("c-1"));
        return new Snapshot(
                7,
                3,
                List.of(line, phone.line(2, "disabled", A)),
                Optional.of(new PolicyName("standard", "1.0.0")),
                new Journal(1, 3400, 0));
    }

    private static Response ladder(String key) {
        Instant at = Told.START.plusSeconds(5);
        String register = "REGISTER sip:pbx.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n";
        String ok = "SIP/2.0 200 OK\r\nCSeq: 2 REGISTER\r\n\r\n";
        return new Response(
                key,
                "done",
                Optional.empty(),
                List.of(),
                List.of(
                        message(at, "out", "192.0.2.7:5060", register),
                        message(at.plusMillis(500), "out", "192.0.2.7:5060", register),
                        new Step(
                                at.plusSeconds(2),
                                67_000,
                                "timer",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "No answer."),
                        message(at.plusSeconds(3), "in", "192.0.2.8:5060", ok)));
    }

    private static Step message(Instant at, String direction, String peer, String text) {
        return new Step(
                at,
                60_000 + Duration.between(Told.START, at).toMillis(),
                Step.MESSAGE,
                Optional.of(direction),
                Optional.of(peer),
                Optional.of("udp"),
                text);
    }

    private Standing standing() {
        Way broker = new Way("127.0.0.1:1883", true, Told.START, Optional.empty());
        Way database = new Way("h2", true, Told.START, Optional.empty());
        return new Standing(broker, database, Optional.of(now()), 2, 41, 17, Map.of("stale", 3L));
    }

    /** One server that can be unplugged. */
    private static final class Plugs implements Drill {
        @Override
        public List<Plug> plugs() {
            return List.of(new Plug(A, "pbx-a 127.0.0.1:5060", false));
        }

        @Override
        public void pull(String name) {}

        @Override
        public void plugIn(String name) {}
    }

    @Override
    public int port() {
        return dashboard.address().getPort();
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
