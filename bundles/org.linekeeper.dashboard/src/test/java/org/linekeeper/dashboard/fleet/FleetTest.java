// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.News;

class FleetTest {
    private final Fleet fleet = new Fleet();
    private final Told phone = Told.by("x1");

    private void take(News... news) {
        for (News each : news) {
            fleet.take(each);
        }
    }

    private Phone now() {
        return fleet.phone(phone.name()).orElseThrow();
    }

    private void settle() {
        phone.settled().forEach(fleet::take);
    }

    @Test
    void aPhoneThatSaidNothingOfItsLinesIsUnknown() {
        take(phone.birth());
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
        assertThat(now().standing().why()).isEqualTo("not_told");
    }

    @Test
    void aPhoneIsAsItsLineIs() {
        settle();
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
        take(phone.at(5).moves("on_primary", "switching", "no_answer", Told.B));
        assertThat(now().state()).isEqualTo(PhoneState.SWITCHING);
        take(phone.at(6).moves("switching", "on_backup", "registered", Told.B));
        assertThat(now().state()).isEqualTo(PhoneState.ON_BACKUP);
        assertThat(now().standing().server()).contains(Told.B);
        assertThat(now().standing().since()).isEqualTo(Told.START.plusSeconds(6));
    }

    @Test
    void outOfServiceALineCountsAtItsLastServer() {
        settle();
        take(phone.at(5).moves("on_primary", "unregistered", "all_failed", Told.A));
        take(phone.at(6).shows(phone.nowhere(1)));
        assertThat(now().state()).isEqualTo(PhoneState.UNREGISTERED);
        assertThat(now().standing().server()).contains(Told.A);
    }

    @Test
    void theWorstLineCounts() {
        take(
                phone.birth(),
                phone.shows(
                        phone.line(1, "on_primary", Told.A),
                        phone.line(2, "unregistered", Told.B),
                        phone.line(3, "disabled", Told.A)));
        assertThat(now().state()).isEqualTo(PhoneState.UNREGISTERED);
        assertThat(now().standing().line()).isEqualTo(2);
    }

    @Test
    void aLineThatIsNotToBeInServiceDoesNotWorry() {
        take(
                phone.birth(),
                phone.shows(
                        phone.line(1, "disabled", Told.A), phone.line(2, "on_primary", Told.A)));
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
    }

    @Test
    void aStateThatWeDoNotKnowYetIsUnknown() {
        take(phone.birth(), phone.shows(phone.line(1, "levitating", Told.A)));
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
    }

    @Test
    void whatComesAgainOrLateChangesNothing() {
        settle();
        News away = phone.at(5).moves("on_primary", "switching", "no_answer", Told.B);
        News there = phone.at(6).moves("switching", "on_backup", "registered", Told.B);
        take(away, there, away);
        assertThat(now().state()).isEqualTo(PhoneState.ON_BACKUP);
        News old = phone.numbers(7, 1).at(7).shows(phone.line(1, "on_primary", Told.A));
        take(old);
        assertThat(now().state()).isEqualTo(PhoneState.ON_BACKUP);
    }

    @Test
    void aBirthSetsRightWhatNumbersOutOfTheFutureHaveSpoilt() {
        settle();
        take(
                phone.numbers(1L << 50, 1L << 40)
                        .moves("on_primary", "unregistered", "no_answer", "?"));
        assertThat(now().state()).isEqualTo(PhoneState.UNREGISTERED);
        take(phone.numbers(7, 2).at(9).shows(phone.line(1, "on_primary", Told.A)));
        assertThat(now().state()).as("not believed").isEqualTo(PhoneState.UNREGISTERED);
        take(phone.birth(), phone.shows(phone.line(1, "on_primary", Told.A)));
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
    }

    @Test
    void aWillOfAConnectionThatIsNoMoreIsNotBelieved() {
        settle();
        take(phone.at(1).connected(true, "reconnected", "s2", false));
        take(phone.at(2).connected(false, "lwt", "s1", false));
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
        take(phone.at(3).connected(false, "lwt", "s2", false));
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
        assertThat(now().standing().why()).isEqualTo("lwt");
        assertThat(now().standing().server()).contains(Told.A);
    }

    private List<Change> listened(long seconds, Instant now) {
        fleet.listened(Duration.ofSeconds(seconds));
        return fleet.expire(now);
    }

    @Test
    void aPhoneIsGoneWhenItsLeaseIsOver() {
        settle();
        assertThat(listened(900, Told.START.plusSeconds(900))).isEmpty();
        Instant late = Told.START.plusSeconds(901);
        assertThat(listened(1, late)).singleElement().matches(Change::isVisible);
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
        assertThat(now().standing().why()).isEqualTo("lease");
        assertThat(now().standing().since()).isEqualTo(late);
        assertThat(listened(1, late.plusSeconds(1))).isEmpty();
        take(new News.Stirred(phone.name(), late.plusSeconds(2)));
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
    }

    @Test
    void whileNobodyCanBeHeardNoLeaseGoesOnHoweverOftenThatIs() {
        settle();
        assertThat(listened(800, Told.START.plusSeconds(800))).isEmpty();
        // Away for an hour, there for some seconds, away for another hour.
        assertThat(listened(10, Told.START.plusSeconds(4_400))).isEmpty();
        Instant back = Told.START.plusSeconds(8_000);
        take(
                phone.at(8_000).connected(true, "started", "s1", true),
                phone.shows(true, phone.line(1, "on_primary", Told.A)));
        assertThat(now().state()).as("as the broker had kept it").isEqualTo(PhoneState.ON_PRIMARY);
        assertThat(listened(90, back.plusSeconds(90))).isEmpty();
        assertThat(listened(1, back.plusSeconds(91))).hasSize(1);
        assertThat(now().standing().since()).isEqualTo(back.plusSeconds(91));
    }

    @Test
    void whoWasGoneBeforeNobodyCouldBeHeardStaysGone() {
        settle();
        Instant gone = Told.START.plusSeconds(1_000);
        assertThat(listened(1_000, gone)).hasSize(1);
        take(phone.at(2_000).shows(true, phone.line(1, "on_primary", Told.A)));
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
        assertThat(now().standing().since()).isEqualTo(gone);
    }

    @Test
    void whatABrokerHasKeptIsNoSignOfLife() {
        take(
                phone.connected(true, "started", "s1", true),
                phone.shows(true, phone.line(1, "on_backup", Told.B)));
        assertThat(now().state()).as("rebuilt without a database").isEqualTo(PhoneState.ON_BACKUP);
        assertThat(now().seen()).isEmpty();
        assertThat(listened(901, Told.START.plusSeconds(901))).hasSize(1);
    }

    private FleetStore.Known known(Told each, Instant seen, String why) {
        News.Connected birth = (News.Connected) each.connected(why.isEmpty(), "lwt", "s1", true);
        News.Showed shown = (News.Showed) each.shows(each.line(1, "on_primary", Told.A));
        return new FleetStore.Known(
                each.name(),
                Optional.of(seen),
                Optional.of(birth.connection()),
                Optional.of(shown.snapshot()),
                Optional.empty(),
                0);
    }

    @Test
    void whileTheDashboardWasDownNoLeaseWentOn() {
        Instant stop = Told.START.plus(Duration.ofHours(5));
        Instant start = stop.plus(Duration.ofHours(3));
        Instant now = start.plusSeconds(10);
        Told gone = Told.by("gone");
        Told silent = Told.by("silent");
        Told quick = Told.by("quick");
        fleet.load(known(phone, stop, ""), now);
        fleet.load(known(gone, Told.START, "lwt"), now);
        fleet.load(known(silent, Told.START, ""), now);
        fleet.load(known(quick, start.plusSeconds(5), ""), now);
        fleet.begin(start, now);
        assertThat(now().state()).isEqualTo(PhoneState.ON_PRIMARY);
        Phone.Standing went = fleet.phone(gone.name()).orElseThrow().standing();
        assertThat(went.state()).isEqualTo(PhoneState.UNKNOWN);
        assertThat(went.since()).as("long ago").isEqualTo(Told.START);
        Phone.Standing fellSilent = fleet.phone(silent.name()).orElseThrow().standing();
        assertThat(fellSilent.why()).isEqualTo("lease");
        assertThat(fellSilent.since()).isEqualTo(Told.START.plusSeconds(900));
        fleet.load(known(phone, stop, ""), now.plusSeconds(60));
        assertThat(fleet.expire(now.plusSeconds(60))).as("a second load").isEmpty();
        assertThat(listened(900, now.plusSeconds(900))).isEmpty();
        assertThat(listened(1, now.plusSeconds(901))).hasSize(2);
    }

    @Test
    void aLoadDoesNotRaiseTheDead() {
        settle();
        assertThat(listened(901, Told.START.plusSeconds(901))).hasSize(1);
        fleet.load(known(phone.numbers(7, 0), Told.START, ""), Told.START.plusSeconds(950));
        assertThat(now().state()).isEqualTo(PhoneState.UNKNOWN);
        fleet.load(known(phone.numbers(7, 0), Told.START.plusSeconds(940), ""), Told.START);
        assertThat(now().state()).as("heard meanwhile").isEqualTo(PhoneState.ON_PRIMARY);
        fleet.load(known(phone, Told.START.plusSeconds(940), "lwt"), Told.START.plusSeconds(990));
        assertThat(now().state()).as("its last word").isEqualTo(PhoneState.UNKNOWN);
    }

    @Test
    void loadingAgainTakesNothingFromWhatIsKnown() {
        settle();
        take(new News.Stirred(phone.name(), Told.START.plusSeconds(800)));
        Phone before = now();
        fleet.load(known(phone.numbers(7, 0), Told.START, ""), Told.START.plusSeconds(850));
        assertThat(now().lines()).isEqualTo(before.lines());
        assertThat(now().seen()).isEqualTo(before.seen());
        assertThat(now().leaseUntil()).isEqualTo(before.leaseUntil());
    }

    @Test
    void aWillIsNoSignOfLife() {
        settle();
        take(phone.at(60).connected(false, "lwt", "s1", false));
        assertThat(now().seen()).contains(Told.START);
    }

    @Test
    void aBirthTakesBackANumberOutOfTheFuture() {
        settle();
        take(phone.numbers(7, 1L << 50).shows(phone.line(1, "unregistered", Told.A)));
        take(phone.numbers(7, 5).shows(phone.line(1, "on_backup", Told.B)));
        assertThat(now().state()).isEqualTo(PhoneState.UNREGISTERED);
        take(phone.birth(), phone.shows(phone.line(1, "on_backup", Told.B)));
        assertThat(now().state()).isEqualTo(PhoneState.ON_BACKUP);
    }

    @Test
    void aPhonesClockOutOfTheFutureIsNotBelieved() {
        News.Recorded said =
                (News.Recorded)
                        phone.at(3600).moves("registering", "on_primary", "registered", "a");
        take(new News.Recorded(said.device(), said.epoch(), said.entry(), Told.START));
        assertThat(now().standing().since()).isEqualTo(Told.START);
    }

    @Test
    void onePhoneTooManyIsNotShown() {
        Fleet small = new Fleet(1);
        assertThat(small.take(Told.by("x1").birth())).isPresent();
        assertThat(small.take(Told.by("x2").birth())).isEmpty();
        assertThat(small.take(Told.by("x1").birth())).isPresent();
        assertThat(small.size()).isEqualTo(1);
    }

    @Test
    void aPageIsWhatItsOrderSays() {
        for (int i = 0; i < 30; i++) {
            Told each = Told.by(String.format("x%02d", i)).at(100 - i);
            take(
                    each.birth(),
                    each.shows(each.line(1, i % 3 == 0 ? "on_backup" : "on_primary", "s")));
        }
        PhoneQuery query =
                new PhoneQuery(
                        "", Set.of(), Optional.empty(), Optional.empty(), PhoneOrder.SINCE, 2, 4);
        PhoneQuery.Page page = query.in(fleet.phones());
        assertThat(page.total()).isEqualTo(30);
        assertThat(names(page)).containsExactly("x25", "x24", "x23", "x22");
        assertThat(
                        names(
                                new PhoneQuery(
                                                "X0",
                                                Set.of(PhoneState.ON_BACKUP),
                                                Optional.of("s"),
                                                Optional.empty(),
                                                PhoneOrder.DEVICE_DOWN,
                                                1,
                                                50)
                                        .in(fleet.phones())))
                .containsExactly("x09", "x06", "x03", "x00");
        assertThat(
                        names(
                                new PhoneQuery(
                                                "",
                                                Set.of(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                PhoneOrder.DEVICE,
                                                9,
                                                4)
                                        .in(fleet.phones())))
                .isEmpty();
    }

    @Test
    void aCensusCountsEachPhoneOnce() {
        take(Told.by("a1").shows(phone.line(1, "on_primary", Told.A)));
        take(Told.by("a2").shows(phone.line(1, "on_primary", Told.A)));
        take(Told.by("b1").shows(phone.line(1, "on_backup", Told.B)));
        take(Told.by("n").birth());
        Census census = Census.of(fleet.phones());
        assertThat(census.all().phones()).isEqualTo(4);
        assertThat(census.byServer())
                .extracting(Census.At::server)
                .containsExactly(Told.A, "", Told.B);
        assertThat(census.at(Told.A).orElseThrow().of(PhoneState.ON_PRIMARY)).isEqualTo(2);
    }

    private static List<String> names(PhoneQuery.Page page) {
        return page.phones().stream().map(each -> each.name().name()).toList();
    }
}
