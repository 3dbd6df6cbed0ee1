// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.http.kit.Event;

class DeskTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final MemoryStore store = new MemoryStore();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final Updates updates = new Updates(1_000_000, events::add);
    private final Alerts alerts = new Alerts();
    private volatile Instant now = Told.START;
    private volatile boolean broker = true;
    private Desk desk = desk();

    private Desk desk() {
        return new Desk(
                new Desk.Sources(
                        store,
                        new IncidentShelf(store),
                        new Clumsy(),
                        this::standing,
                        this::plugs,
                        () -> now,
                        () -> System.nanoTime() / 1_000_000 + aheadMs()),
                alerts,
                new Desk.Hearers(updates, notices::add, reports -> {}));
    }

    /** Time passes of itself, and all that a test says. */
    private long aheadMs() {
        return Duration.between(Told.START, now).toMillis();
    }

    private final AtomicBoolean noMemory = new AtomicBoolean();
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private volatile boolean stuck;
    private volatile boolean inside;

    /** What the desk asks for in each tick: here it may be held up. */
    private List<Drill.Plug> plugs() {
        inside = stuck;
        while (inside && goesOn.getCount() > 0) {
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        return List.of();
    }

    private final AtomicInteger writes = new AtomicInteger();

    /** The first time it fails as a bug would. */
    private final class Clumsy implements Desk.Kept {
        @Override
        public void read() {}

        @Override
        public void write() {
            if (writes.getAndIncrement() == 0) {
                throw new IllegalArgumentException("too long");
            }
        }
    }

    private Standing standing() {
        if (noMemory.getAndSet(false)) {
            throw new OutOfMemoryError("test");
        }
        Way way = new Way("127.0.0.1:1883", broker, Told.START, Optional.empty());
        Way database = new Way("h2", true, Told.START, Optional.empty());
        return new Standing(way, database, Optional.of(now), 0, 0, 0, Map.of());
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

    private List<Told> settled(int count) {
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told phone = Told.by("x" + i);
            hear(phone.settled().toArray(News[]::new));
            phones.add(phone);
        }
        return phones;
    }

    private int counted(PhoneState state) {
        return desk.census().all().of(state);
    }

    private static JsonObject data(Event event) {
        String text = event.text();
        return JsonParser.parseString(text.substring(text.indexOf("data: ") + 6)).getAsJsonObject();
    }

    @Test
    void browsersAreToldWhatChanged() {
        desk.start();
        Told phone = settled(1).get(0);
        await().atMost(SOON).until(() -> counted(PhoneState.ON_PRIMARY) == 1);
        hear(phone.at(3).moves("on_primary", "on_backup", "tcp_closed", B));
        await().atMost(SOON).until(() -> counted(PhoneState.ON_BACKUP) == 1);
        await().atMost(SOON).until(() -> toldOf(B).isPresent());
        JsonObject update = toldOf(B).orElseThrow();
        assertThat(update.getAsJsonObject("overview").keySet()).contains("counts", "servers");
        assertThat(update.getAsJsonObject("overview").keySet()).doesNotContain("phones");
    }

    /** The first update that has a phone at this server. */
    private Optional<JsonObject> toldOf(String server) {
        return events.stream()
                .map(DeskTest::data)
                .filter(update -> update.has("phones"))
                .filter(
                        update ->
                                update.getAsJsonArray("phones")
                                        .toString()
                                        .contains("\"server\":\"" + server + "\""))
                .findFirst();
    }

    @Test
    void anOutageIsOneIncidentAndOneNotice() {
        desk.start();
        List<Told> phones = settled(203);
        for (Told phone : phones) {
            hear(phone.at(5).moves("on_primary", "switching", "no_answer", B));
        }
        await().atMost(SOON)
                .until(
                        () ->
                                desk.incidents().size() == 1
                                        && desk.incidents().get(0).incident().phones() == 203);
        await().atMost(SOON).until(() -> notices.size() == 1);
        assertThat(notices.get(0).alert().condition().kind()).isEqualTo(Kind.INCIDENT);
        assertThat(events.size()).as("not one for each phone").isLessThan(60);
    }

    @Test
    void aRestartFindsFleetAndIncidentAgain() {
        desk.start();
        for (Told phone : settled(3)) {
            hear(phone.at(5).moves("on_primary", "switching", "no_answer", B));
        }
        await().atMost(SOON).until(() -> !desk.incidents().isEmpty());
        String id = desk.incidents().get(0).incident().id();
        desk.close();
        desk = desk();
        desk.start();
        await().atMost(SOON).until(() -> desk.fleet().size() == 3);
        await().atMost(SOON).until(() -> !desk.incidents().isEmpty());
        assertThat(desk.incidents().get(0).incident().id()).isEqualTo(id);
        for (int i = 0; i < 3; i++) {
            Told phone = Told.by("x" + i).numbers(7, 2).at(20);
            hear(phone.moves("switching", "on_primary", "registered", A));
        }
        await().atMost(SOON).until(() -> desk.incidents().get(0).incident().returned() == 3);
    }

    @Test
    void withoutADatabaseWhatPhonesSayIsShownAndTheRestComesLater() {
        store.gone(true);
        desk.start();
        Told quiet = Told.by("quiet");
        quiet.settled().forEach(store::write);
        settled(2);
        await().atMost(SOON).until(() -> counted(PhoneState.ON_PRIMARY) == 2);
        store.gone(false);
        await().atMost(SOON).until(() -> counted(PhoneState.ON_PRIMARY) == 3);
    }

    @Test
    void whenMoreComesThanItTakesTheFleetIsLoadedAnew() {
        List<Told> phones = settled(1);
        for (int i = 0; i < 5_000; i++) {
            desk.heard(List.of(new News.Stirred(phones.get(0).name(), now)));
        }
        News last = phones.get(0).at(9).shows(phones.get(0).line(1, "on_backup", B));
        hear(last);
        now = now.plusSeconds(10);
        desk.start();
        await().atMost(SOON).until(() -> counted(PhoneState.ON_BACKUP) == 1);
    }

    @Test
    void aHundredThousandPhonesAtOnceAreShownAndBrowsersAreToldLittle() {
        desk.start();
        List<News> news = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Told phone = Told.by("x" + i);
            news.add(phone.birth());
            news.add(phone.shows(phone.line(1, "on_primary", "pbx-" + i % 1_000)));
            if (news.size() == 1_000) {
                desk.heard(List.copyOf(news));
                news.clear();
            }
        }
        await().atMost(SOON.multipliedBy(3)).until(() -> counted(PhoneState.ON_PRIMARY) == 100_000);
        assertThat(desk.overview().toString().length()).isLessThan(20_000);
        assertThat(events).allMatch(event -> event.text().length() < 100_000);
    }

    @Test
    void whatCannotBeKeptDoesNotKeepTheRestFromIt() {
        desk.start();
        await().atMost(SOON).until(() -> writes.get() > 1);
    }

    @Test
    void aBrokerThatIsAwayIsAnAlert() {
        desk.start();
        settled(1);
        now = now.plusSeconds(11);
        await().atMost(SOON).until(() -> desk.freshness().state() == Freshness.State.LIVE);
        broker = false;
        now = now.plusSeconds(2);
        await().atMost(SOON).until(() -> desk.freshness().state() == Freshness.State.BLIND);
        assertThat(desk.freshness().why()).contains("broker_away");
        assertThat(alerts.loud()).isZero();
        now = now.plusSeconds(10);
        await().atMost(SOON).until(() -> alerts.loud() == 1);
        await().atMost(SOON)
                .until(() -> desk.overview().toString().contains("\"state\":\"blind\""));
    }

    @Test
    void whoComesBackGetsWhatWasMissedOrHasToLoadAnew() {
        JsonObject nothing = new JsonObject();
        for (int i = 0; i < 1_500; i++) {
            updates.tell(nothing);
        }
        assertThat(updates.after(OptionalLong.of(1_001_498)))
                .extracting(Event::id)
                .containsExactly(1_001_499L, 1_001_500L);
        assertThat(updates.after(OptionalLong.of(1_000_500))).hasSize(1_000);
        assertThat(updates.after(OptionalLong.of(1_000_499)).get(0).text()).contains("reset");
        assertThat(updates.after(OptionalLong.of(Long.MAX_VALUE)).get(0).text()).contains("reset");
        assertThat(updates.after(OptionalLong.empty())).isEmpty();
    }

    @Test
    void anErrorEndsNothing() {
        noMemory.set(true);
        desk.start();
        await().atMost(SOON).until(() -> !noMemory.get());
        settled(1);
        await().atMost(SOON).until(() -> counted(PhoneState.ON_PRIMARY) == 1);
        now = now.plusSeconds(11);
        await().atMost(SOON).until(() -> desk.freshness().state() == Freshness.State.LIVE);
    }

    @Test
    void aDeskThatIsStuckIsBlindAndBrowsersAreTold() {
        desk.start();
        settled(1);
        await().atMost(SOON).until(() -> counted(PhoneState.ON_PRIMARY) == 1);
        await().atMost(SOON).until(() -> desk.freshness().state() == Freshness.State.LIVE);
        stuck = true;
        await().atMost(SOON).until(() -> inside);
        assertThat(desk.freshness().state()).isEqualTo(Freshness.State.LIVE);
        now = now.plusMillis(Desk.AWAY_MS + 1_000);
        assertThat(desk.freshness())
                .isEqualTo(new Freshness(Freshness.State.BLIND, Optional.of("desk_away")));
        assertThat(desk.overview().toString()).contains("\"why\":\"desk_away\"");
        await().atMost(SOON)
                .until(() -> events.get(events.size() - 1).text().contains("desk_away"));
        stuck = false;
        goesOn.countDown();
        await().atMost(SOON).until(() -> desk.freshness().state() == Freshness.State.LIVE);
        await().atMost(SOON).until(() -> events.get(events.size() - 1).text().contains("\"live\""));
    }
}
