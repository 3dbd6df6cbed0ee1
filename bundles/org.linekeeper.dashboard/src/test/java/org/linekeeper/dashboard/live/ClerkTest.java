// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.http.kit.Event;

/** The desk's steps, on one thread and with clocks that the test moves. */
class ClerkTest {
    private final MemoryStore store = new MemoryStore();
    private final List<Event> events = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Alerts alerts = new Alerts();
    private final List<Runnable> whileLoading = new ArrayList<>();
    private Instant now = Told.START;
    private long ms = Long.MIN_VALUE / 2;
    private boolean broker = true;
    private boolean broken;
    private int untaken;
    private long heard;
    private Clerk clerk = clerk(alerts);

    private Clerk clerk(Alerts of) {
        return new Clerk(
                new Desk.Sources(
                        store,
                        new IncidentShelf(store),
                        new Loading(),
                        this::standing,
                        List::of,
                        () -> now,
                        () -> ms),
                of,
                new Desk.Hearers(new Updates(0, events::add), notices::add, reports -> {}));
    }

    /** A moment while the fleet is loaded. */
    private final class Loading implements Desk.Kept {
        @Override
        public void read() throws StoreGone {
            List<Runnable> all = List.copyOf(whileLoading);
            whileLoading.clear();
            all.forEach(Runnable::run);
        }

        @Override
        public void write() {}
    }

    private Standing standing() {
        if (broken) {
            throw new IllegalStateException("test");
        }
        Way way = new Way("127.0.0.1:1883", broker, Told.START, Optional.empty());
        Way database = new Way("h2", true, Told.START, Optional.empty());
        Instant last = Told.START.plusSeconds(heard);
        return new Standing(way, database, Optional.of(last), 0, 0, 0, Map.of());
    }

    private void hear(News... news) {
        for (News each : news) {
            store.write(each);
        }
        clerk.hear(List.of(news));
        untaken++;
    }

    /** A tick after another second, with all that was heard before. */
    private void second() throws InterruptedException {
        seconds(1);
    }

    private void seconds(long seconds) throws InterruptedException {
        for (; untaken > 0; untaken--) {
            clerk.step();
        }
        now = now.plusSeconds(seconds);
        ms += seconds * 1_000;
        clerk.step();
    }

    private int counted(PhoneState state) {
        return clerk.page().census().all().of(state);
    }

    private long loads() {
        return events.stream().filter(event -> event.text().contains("event: reset")).count();
    }

    @Test
    void aClockThatIsSetBackStopsNothing() throws InterruptedException {
        second();
        Told phone = Told.by("x");
        now = now.minusSeconds(3_600);
        phone.at(-3_600);
        hear(phone.birth(), phone.shows(phone.line(1, "on_primary", A)));
        seconds(11);
        assertThat(counted(PhoneState.ON_PRIMARY)).as("what is said then counts").isEqualTo(1);
        broker = false;
        second();
        second();
        assertThat(clerk.page().freshness().state()).isEqualTo(Freshness.State.BLIND);
    }

    @Test
    void whatWasSaidBeforeTheFleetWasReadDoesNotUndoIt() throws InterruptedException {
        Told phone = Told.by("x");
        News early = phone.shows(phone.line(1, "on_primary", A));
        hear(early);
        store.write(phone.shows(phone.line(1, "on_backup", B)));
        second();
        second();
        assertThat(counted(PhoneState.ON_BACKUP)).isEqualTo(1);
        hear(phone.shows(phone.line(1, "on_primary", A)));
        second();
        assertThat(counted(PhoneState.ON_PRIMARY)).as("what comes later counts").isEqualTo(1);
    }

    @Test
    void afterALoadThereIsTimeToTakeInWhatWaits() throws InterruptedException {
        Told phone = Told.by("x");
        whileLoading.add(
                () -> {
                    for (int i = 0; i < Clerk.MOST_WAITING + 1; i++) {
                        clerk.hear(List.of(new News.Stirred(phone.name(), now)));
                    }
                    ms += 10_000;
                });
        clerk.step();
        assertThat(loads()).isEqualTo(1);
        ms += 9_999;
        clerk.step();
        assertThat(loads()).isEqualTo(1);
        ms += 1;
        clerk.step();
        ms += Clerk.TICK_MS;
        clerk.step();
        assertThat(loads()).as("told with the next tick").isEqualTo(2);
    }

    @Test
    void whatIsLeftOutByABugIsLoaded() throws InterruptedException {
        second();
        Told phone = Told.by("x");
        News bug = new News.Connected(phone.name(), null, now, false);
        clerk.hear(List.of(bug));
        assertThatThrownBy(clerk::step).isInstanceOf(NullPointerException.class);
        clerk.lose();
        store.write(phone.birth());
        store.write(phone.shows(phone.line(1, "on_primary", A)));
        seconds(3);
        second();
        assertThat(counted(PhoneState.ON_PRIMARY)).isEqualTo(1);
    }

    @Test
    void whoeverCameBackMeanwhileIsSeenInItsIncident() throws InterruptedException {
        second();
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            phones.add(Told.by("x" + i));
            hear(phones.get(i).settled().toArray(News[]::new));
        }
        phones.forEach(each -> hear(each.at(2).moves("on_primary", "switching", "no_answer", B)));
        second();
        assertThat(clerk.page().open().get(0).incident().away()).isEqualTo(3);
        IncidentShelf shelf = new IncidentShelf(store);
        clerk.page().open().forEach(shelf::put);
        shelf.write();
        Told back = phones.get(0).at(9);
        store.write(back.shows(back.line(1, "on_primary", A)));
        clerk = clerk(new Alerts());
        second();
        assertThat(clerk.page().open().get(0).incident().away()).isEqualTo(2);
    }

    @Test
    void aFleetThatIsCutOffDoesNotBecomeGreenAgain() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Told phone = Told.by("x" + i);
            hear(phone.settled().toArray(News[]::new));
        }
        second();
        assertThat(clerk.page().freshness().state()).isEqualTo(Freshness.State.LIVE);
        for (int minute = 0; minute < 120; minute++) {
            seconds(60);
        }
        assertThat(counted(PhoneState.UNKNOWN)).isEqualTo(3);
        assertThat(clerk.page().freshness().why()).contains("silence");
        assertThat(alerts.alerts())
                .extracting(alert -> alert.condition().kind())
                .containsExactlyInAnyOrder(Kind.STALE, Kind.PHONES_SILENT);
        assertThat(notices).noneMatch(Notice::resolved).hasSize(2);
        heard = 7_200;
        Told phone = Told.by("x0");
        hear(phone.at(7_200).birth());
        second();
        assertThat(clerk.page().freshness().state()).isEqualTo(Freshness.State.LIVE);
        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void aTickThatFailsIsNoSignOfLifeAndNotDueAgainAtOnce() throws InterruptedException {
        second();
        long before = clerk.beatMs();
        broken = true;
        ms += 1_000;
        assertThatThrownBy(clerk::step).isInstanceOf(IllegalStateException.class);
        assertThat(clerk.beatMs()).isEqualTo(before);
        hear(Told.by("x").birth());
        clerk.step();
        assertThat(clerk.beatMs()).as("no tick yet").isEqualTo(before);
        broken = false;
        second();
        assertThat(clerk.beatMs()).isEqualTo(ms);
    }
}
