// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.fleet.Told.B;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.http.kit.Event;

/** When browsers are told what; here time passes only when a test says so. */
class DeskPaceTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final MemoryStore store = new MemoryStore();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Alerts alerts = new Alerts();
    private final AtomicLong ms = new AtomicLong(Clerk.TICK_MS);
    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile Instant now = Told.START;
    private volatile Runnable whileLoading = () -> {};
    private final Desk desk =
            new Desk(
                    new Desk.Sources(
                            new Store(),
                            new IncidentShelf(store),
                            new Nothing(),
                            this::standing,
                            this::plugs,
                            () -> now,
                            ms::get),
                    alerts,
                    new Desk.Hearers(new Updates(1, events::add), notice -> {}, reports -> {}));

    private static final class Nothing implements Desk.Kept {
        @Override
        public void read() {}

        @Override
        public void write() {}
    }

    private final class Store implements FleetStore {
        @Override
        public void devices(Consumer<Known> taker) throws StoreGone {
            store.devices(taker);
            loads.incrementAndGet();
            whileLoading.run();
        }

        @Override
        public Optional<Known> device(DeviceName device) throws StoreGone {
            return store.device(device);
        }

        @Override
        public List<HistoryEntry> history(DeviceName device, Optional<Position> before, int most)
                throws StoreGone {
            return store.history(device, before, most);
        }

        @Override
        public List<HistoryEntry> between(Instant from, Instant to, int most) throws StoreGone {
            return store.between(from, to, most);
        }
    }

    private Standing standing() {
        Way way = new Way("127.0.0.1:1883", true, Told.START, Optional.empty());
        return new Standing(way, way, Optional.of(Told.START), 0, 0, 0, Map.of());
    }

    /** Asked for once in each tick, before browsers are told. */
    private List<Drill.Plug> plugs() {
        ticks.incrementAndGet();
        return List.of();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void hear(News... news) {
        for (News each : news) {
            store.write(each);
        }
        desk.heard(List.of(news));
    }

    /** A phone that nobody knew; the desk has heard of it when this returns. */
    private void appears(String name) {
        Told phone = Told.by(name);
        hear(phone.settled().toArray(News[]::new));
        await().atMost(SOON).until(() -> desk.fleet().phone(phone.name()).isPresent());
    }

    private void advance(long moreMs) {
        ms.addAndGet(moreMs);
        // It need not sleep on.
        desk.heard(List.of());
    }

    /** What happened before is judged and told when this returns: more than a second has passed. */
    private void pass() {
        for (int i = 0; i < 6; i++) {
            int before = ticks.get();
            advance(Clerk.TICK_MS);
            await().atMost(SOON).until(() -> ticks.get() > before);
        }
    }

    private long told(String words) {
        return events.stream().filter(event -> event.text().contains(words)).count();
    }

    @Test
    void browsersAreToldAtMostFourTimesASecond() {
        desk.start();
        await().atMost(SOON).until(() -> events.size() == 1);
        for (int quarter = 1; quarter <= 8; quarter++) {
            for (int i = 0; i < 5; i++) {
                appears("x" + quarter + "-" + i);
            }
            assertThat(events).hasSize(quarter);
            int more = quarter + 1;
            advance(Clerk.TICK_MS);
            await().atMost(SOON).until(() -> events.size() == more);
        }
        assertThat(desk.fleet().size()).isEqualTo(40);
    }

    @Test
    void underAFloodTheFleetIsLoadedAnewEachTwoSecondsAndNotAllTheTime() {
        whileLoading =
                () -> {
                    for (int i = 0; i < 5_000; i++) {
                        desk.heard(List.of());
                    }
                };
        desk.start();
        await().atMost(SOON)
                .until(
                        () -> {
                            desk.heard(List.of(Told.by("late").birth()));
                            return desk.fleet().size() == 1;
                        });
        assertThat(loads).hasValue(1);
        advance(2_000);
        await().atMost(SOON).until(() -> loads.get() == 2);
        pass();
        assertThat(told("event: reset")).isEqualTo(2);
    }

    @Test
    void whoLooksAtAlertsIsToldWhenOneIsDifferent() {
        List<Told> phones = new ArrayList<>();
        desk.start();
        for (int i = 0; i < 6; i++) {
            appears("x" + i);
            phones.add(Told.by("x" + i).numbers(7, 1).at(5));
        }
        phones.subList(0, 5).forEach(this::leaves);
        pass();
        assertThat(alerts.alerts()).hasSize(1);
        assertThat(told("\"alerts\":true")).isPositive();
        assertThat(toldOfAlerts()).as("nothing is different").isZero();

        leaves(phones.get(5));
        assertThat(toldOfAlerts()).as("one more has left").isPositive();
        assertThat(alerts.alerts().get(0).condition().phones()).isEqualTo(6);
    }

    private void leaves(Told phone) {
        hear(phone.moves("on_primary", "switching", "no_answer", B));
        await().atMost(SOON)
                .until(
                        () ->
                                desk.fleet()
                                        .phone(phone.name())
                                        .orElseThrow()
                                        .state()
                                        .word()
                                        .equals("switching"));
    }

    @Test
    void whoLooksAtSilencesIsToldWhenOneIsMadeBeginsAndEnds() {
        desk.start();
        assertThat(toldOfAlerts()).as("nothing happened").isZero();
        alerts.silence(silence("s1", Told.START.plusSeconds(60)));
        assertThat(toldOfAlerts()).as("planned").isPositive();
        now = Told.START.plusSeconds(59);
        assertThat(toldOfAlerts()).as("still planned").isZero();
        now = Told.START.plusSeconds(60);
        assertThat(toldOfAlerts()).as("in force").isPositive();
        now = Told.START.plusSeconds(90);
        assertThat(toldOfAlerts()).as("over").isPositive();
        alerts.silence(silence("s2", now));
        assertThat(toldOfAlerts()).as("in force at once").isPositive();
        assertThat(toldOfAlerts()).as("and that was all").isZero();
        alerts.unsilence("s2");
        assertThat(toldOfAlerts()).as("taken back").isPositive();
    }

    private static Silence silence(String id, Instant from) {
        Optional<String> server = Optional.of("pbx-a");
        Instant until = from.plusSeconds(30);
        return new Silence(id, Optional.empty(), server, from, until, "Ana", "New disks");
    }

    /** How often browsers are told of alerts in the next second and a half. */
    private long toldOfAlerts() {
        long before = told("\"alerts\":true");
        pass();
        return told("\"alerts\":true") - before;
    }
}
