// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Timers;
import org.linekeeper.broker.BrokerSettings;
import org.linekeeper.broker.EmbeddedBroker;
import org.linekeeper.lab.server.Bindings;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.mqtt.kit.Broker;

/** Two pocket servers that share their bindings, a broker, and phones. */
final class FleetScene implements AutoCloseable {
    /** A second from the first heartbeat that is lost to the verdict. */
    static final PhoneHabits QUICK =
            new PhoneHabits(new Timers(100, 800, 1000), 60, Optional.of(new Heartbeat(1, 0)), 1, 1);

    static final String A = "pbx-a.lab.example";
    static final String B = "pbx-b.lab.example";

    /** What a phone did. */
    record Heard(String device, LineStateChanged change) {}

    final PocketServer a;
    final PocketServer b;
    final EmbeddedBroker broker;
    final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private final Path home;
    private Optional<SimulatedFleet> fleet = Optional.empty();

    FleetScene(Path home) throws IOException {
        this.home = home;
        Bindings bindings = new Bindings();
        a = PocketServer.named("a").bindings(bindings).start();
        b = PocketServer.named("b").bindings(bindings).start();
        broker =
                EmbeddedBroker.start(
                        new BrokerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                home.resolve("broker")));
    }

    SimulatedFleet start(int count, PhoneHabits habits) throws IOException, InterruptedException {
        FleetPlan plan =
                new FleetPlan(
                        count,
                        "lab.example",
                        List.of(new FleetServer(A, a.address()), new FleetServer(B, b.address())),
                        habits,
                        Broker.Address.of("mqtt://127.0.0.1:" + broker.port()),
                        "default",
                        List.of("here", "there"),
                        home.resolve("phones"));
        SimulatedFleet started =
                SimulatedFleet.start(
                        plan, (device, change) -> heard.add(new Heard(device, change)));
        fleet = Optional.of(started);
        return started;
    }

    void awaitAll(Status status, Duration limit) {
        await().atMost(limit)
                .until(
                        () ->
                                fleet.orElseThrow().phones().stream()
                                        .allMatch(phone -> phone.status() == status));
    }

    /** How long after a moment each phone came to a state, in order. */
    List<Long> afterMs(Instant moment, Status status) {
        return List.copyOf(heard).stream()
                .filter(each -> each.change().to() == status)
                .filter(each -> each.change().at().isAfter(moment))
                .map(each -> Duration.between(moment, each.change().at()).toMillis())
                .sorted()
                .toList();
    }

    /** Waits until every phone has told that it came to a state since then. */
    List<Long> awaitTold(int count, Instant moment, Status state, Duration limit) {
        await().atMost(limit).until(() -> afterMs(moment, state).size() >= count);
        return afterMs(moment, state);
    }

    void stop() {
        fleet.ifPresent(SimulatedFleet::close);
        fleet = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        broker.close();
        a.close();
        b.close();
    }
}
