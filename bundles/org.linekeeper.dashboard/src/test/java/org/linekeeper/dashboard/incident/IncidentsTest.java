// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;
import static org.linekeeper.dashboard.fleet.Told.START;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Change;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.fleet.When;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Transition;

class IncidentsTest {
    private final Fleet fleet = new Fleet();
    private final Incidents incidents = new Incidents();
    private Instant heard = START;

    private void take(News news) {
        Change change = fleet.take(news).orElseThrow();
        heard = news.received();
        if (news instanceof News.Recorded told && told.entry() instanceof Transition moved) {
            incidents.moved(
                    new LineName(told.device(), moved.line()),
                    told.epoch(),
                    moved,
                    When.of(moved, told.received()),
                    told.received(),
                    change.after().calls());
        } else if (news instanceof News.Recorded) {
            incidents.gap(change.after());
        } else {
            incidents.seen(change.after(), news.received());
        }
    }

    private List<Told> phones(int count) {
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told phone = Told.by("x" + i);
            phone.settled().forEach(this::take);
            phones.add(phone);
        }
        return phones;
    }

    private void leaves(Told phone, long ms) {
        take(phone.atMs(ms).moves("on_primary", "switching", "no_answer", B));
    }

    private void arrives(Told phone, long ms) {
        take(phone.atMs(ms).moves("switching", "on_backup", "registered", B));
    }

    private void returns(Told phone, long ms) {
        take(phone.atMs(ms).moves("on_backup", "on_primary", "returned", A));
    }

    /** Those that there are as soon as what was heard last has been judged. */
    private List<Report> open() {
        incidents.tick(heard);
        return incidents.open();
    }

    private Incident only() {
        assertThat(open()).hasSize(1);
        return incidents.open().get(0).incident();
    }

    @Test
    void anOutageOf203PhonesIsOneIncident() {
        List<Told> phones = phones(203);
        for (int i = 0; i < 203; i++) {
            leaves(phones.get(i), 10_000 + 20 * i);
            if (i == 4) {
                assertThat(only().start()).as("at the fifth").isEqualTo(START.plusMillis(10_000));
            }
        }
        assertThat(only().withoutService()).isEqualTo(203);
        for (int i = 0; i < 203; i++) {
            arrives(phones.get(i), 20_000 + 40 * i);
        }
        Incident moved = only();
        assertThat(moved.server().server()).isEqualTo(A);
        assertThat(moved.cause()).isEqualTo("no_answer");
        assertThat(moved.phones()).isEqualTo(203);
        assertThat(moved.away()).isEqualTo(203);
        assertThat(moved.withoutService()).isZero();
        assertThat(moved.medianMs()).hasValue(10_000 + 20 * 101);
        assertThat(moved.p99Ms()).hasValue(10_000 + 20 * 200);
        assertThat(incidents.changes()).singleElement();

        phones.forEach(phone -> returns(phone, 60_000));
        assertThat(only().returned()).isEqualTo(203);
        incidents.tick(START.plusSeconds(90));
        assertThat(incidents.open()).hasSize(1);
        incidents.changes();
        incidents.tick(START.plusSeconds(91));
        assertThat(incidents.open()).isEmpty();
        Report ended = incidents.changes().get(0);
        assertThat(ended.incident().end()).contains(START.plusSeconds(60));
        assertThat(ended.members()).hasSize(203);
    }

    @Test
    void onePhoneOfManyIsNoIncident() {
        List<Told> phones = phones(10);
        leaves(phones.get(0), 1_000);
        assertThat(open()).isEmpty();
        leaves(phones.get(1), 61_000);
        assertThat(only().phones()).as("within a minute").isEqualTo(2);
    }

    @Test
    void phonesThatLeaveOneByOneAreNoIncident() {
        List<Told> phones = phones(100);
        for (int i = 0; i < 20; i++) {
            leaves(phones.get(i), 1_000 + 16_000L * i);
            incidents.tick(START.plusMillis(1_000 + 16_000L * i));
        }
        assertThat(open()).isEmpty();
        assertThat(incidents.isChanged()).isFalse();
    }

    @Test
    void theOnlyPhoneOfAServerIsEnough() {
        leaves(phones(1).get(0), 1_000);
        assertThat(only().phones()).isEqualTo(1);
    }

    @Test
    void whoMovesForItsOwnReasonsIsNotPartOfIt() {
        List<Told> phones = phones(3);
        for (Told phone : phones) {
            take(phone.at(1).moves("on_primary", "switching", "user", B));
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void twoServersHaveTwoIncidents() {
        List<Told> phones = phones(4);
        for (Told phone : phones) {
            leaves(phone, 1_000);
            arrives(phone, 2_000);
            take(phone.atMs(30_000).moves("on_backup", "unregistered", "icmp", B));
        }
        assertThat(open())
                .extracting(report -> report.incident().server().server())
                .containsExactly(A, B);
        assertThat(open().get(0).incident().withoutService()).isZero();
        assertThat(open().get(1).incident().withoutService()).isEqualTo(4);
    }

    @Test
    void tenantsDoNotShareAnIncident() {
        List<Told> phones =
                List.of(Told.by("one", "x1"), Told.by("one", "x2"), Told.by("two", "x1"));
        for (Told phone : phones) {
            phone.settled().forEach(this::take);
        }
        phones.forEach(phone -> leaves(phone, 1_000));
        assertThat(open()).hasSize(2);
    }

    @Test
    void aPhoneThatWentAwayDoesNotHoldItOpen() {
        List<Told> phones = phones(3);
        phones.forEach(phone -> leaves(phone, 1_000));
        arrives(phones.get(0), 2_000);
        returns(phones.get(0), 9_000);
        arrives(phones.get(1), 2_000);
        returns(phones.get(1), 9_000);
        take(phones.get(2).at(10).connected(false, "lwt", "s1", false));
        assertThat(only().withoutService()).isZero();
        incidents.tick(START.plusSeconds(10 + 900));
        assertThat(incidents.open()).as("for a quarter of an hour").hasSize(1);
        incidents.tick(START.plusSeconds(10 + 901));
        assertThat(incidents.open()).isEmpty();
    }

    @Test
    void aPhoneThatComesBackWithoutServiceIsPartOfItAgain() {
        List<Told> phones = phones(3);
        for (Told phone : phones) {
            leaves(phone, 1_000);
            take(phone.atMs(2_000).moves("switching", "unregistered", "all_failed", B));
            take(phone.at(10).connected(false, "lwt", "s1", false));
        }
        assertThat(only().withoutService()).isZero();
        for (Told phone : phones) {
            take(phone.at(300).connected(true, "reconnected", "s2", false));
        }
        incidents.tick(START.plusSeconds(2_000));
        assertThat(incidents.open()).hasSize(1);
        assertThat(incidents.open().get(0).incident().withoutService()).isEqualTo(3);
    }

    @Test
    void whoIsBackByTheTimeThatItIsToldDoesNotCountUnlessTheyLeftTogether() {
        List<Told> phones = phones(8);
        for (int i = 0; i < 4; i++) {
            tellLate(phones.get(i), 3_600 * (i + 1), 30_000);
        }
        assertThat(open()).isEmpty();
        for (int i = 4; i < 8; i++) {
            tellLate(phones.get(i), 20_000 + i, 30_000);
        }
        assertThat(only().returned()).isEqualTo(8);
    }

    /** A phone that was away from its backup for a while tells at last how it was. */
    private void tellLate(Told phone, long left, long heardAt) {
        List<News> late =
                List.of(
                        phone.at(left).moves("on_primary", "switching", "no_answer", B),
                        phone.at(left + 4).moves("switching", "on_backup", "registered", B),
                        phone.at(left + 20).moves("on_backup", "on_primary", "returned", A));
        for (News each : late) {
            News.Recorded told = (News.Recorded) each;
            take(
                    new News.Recorded(
                            told.device(), told.epoch(), told.entry(), START.plusSeconds(heardAt)));
        }
    }

    @Test
    void aPhoneWithManyServersIsNoFleetOfOutages() {
        Told rogue = Told.by("rogue");
        take(rogue.connected(true, "started", "s1", false));
        for (int i = 1; i <= 100; i++) {
            take(rogue.at(1).moves(i, "registering", "on_primary", "registered", "x-" + i));
            take(rogue.at(2).moves(i, "on_primary", "switching", "no_answer", "x-" + i));
        }
        assertThat(open()).hasSize(Incidents.MOST_OF_A_PHONE);
        assertThat(incidents.passedOver()).isEqualTo(100 - Incidents.MOST_OF_A_PHONE);
        leavesTogether(5);
        assertThat(open()).hasSize(Incidents.MOST_OF_A_PHONE + 1);
    }

    @Test
    void whoseServersHaveOneAddressIsNotBackWhenOnItsBackup() {
        List<Told> phones = phones(3);
        for (Told phone : phones) {
            leaves(phone, 1_000);
            take(phone.atMs(2_000).moves("switching", "on_backup", "registered", A));
        }
        assertThat(only().away()).isEqualTo(3);
        phones.forEach(phone -> returns(phone, 9_000));
        assertThat(only().returned()).isEqualTo(3);
    }

    @Test
    void whoLeavesABackupForThePrimaryNeedNotComeBack() {
        List<Told> phones = phones(3);
        for (Told phone : phones) {
            take(phone.atMs(1_000).moves("on_primary", "on_backup", "user", B));
            take(phone.atMs(90_000).moves("on_backup", "switching", "icmp", A));
            take(phone.atMs(91_000).moves("switching", "on_primary", "registered", A));
        }
        assertThat(only().server().server()).isEqualTo(B);
        assertThat(only().returned()).isEqualTo(3);
        incidents.tick(START.plusSeconds(122));
        assertThat(incidents.open()).isEmpty();
    }

    @Test
    void afterALoadWhatIsOlderThanItBlamesNobody() {
        List<Told> phones = phones(6);
        List<News> late = new ArrayList<>();
        for (Told phone : phones) {
            late.add(phone.at(10).moves("on_primary", "switching", "no_answer", B));
            late.add(phone.at(14).moves("switching", "on_backup", "registered", B));
            Change change = fleet.take(phone.at(15).shows(phone.line(1, "on_backup", B))).get();
            incidents.loaded(change.after(), START.plusSeconds(15));
        }
        late.forEach(this::take);
        assertThat(open()).isEmpty();
        for (Told phone : phones) {
            take(phone.at(60).moves("on_backup", "unregistered", "no_answer", B));
        }
        assertThat(only().server().server()).isEqualTo(B);
    }

    @Test
    void aRestartWaitsAnewForPhonesThatHaveGone() {
        List<Told> phones = phones(3);
        phones.forEach(phone -> leaves(phone, 1_000));
        phones.forEach(phone -> take(phone.at(10).connected(false, "lwt", "s1", false)));
        assertThat(only().phones()).isEqualTo(3);
        Incidents again = new Incidents();
        assertThat(again.resume(incidents.open().get(0), START.plusSeconds(3_000))).isTrue();
        again.tick(START.plusSeconds(3_900));
        assertThat(again.open()).hasSize(1);
        again.tick(START.plusSeconds(3_901));
        assertThat(again.open()).isEmpty();
    }

    private void leavesTogether(int count) {
        phones(count).forEach(phone -> leaves(phone, 3_000));
    }

    @Test
    void whatIsOnlyDoubtfulMakesRoomForMore() {
        for (int i = 0; i < Incidents.MOST + 100; i++) {
            Told one = Told.by("one" + i);
            Told other = Told.by("other" + i);
            String server = "x-" + i;
            for (Told each : List.of(one, other)) {
                take(each.connected(true, "started", "s1", false));
                take(each.moves(1, "registering", "on_primary", "registered", server));
            }
            take(one.at(1).moves(1, "on_primary", "switching", "no_answer", server));
        }
        assertThat(open()).isEmpty();
        leavesTogether(5);
        assertThat(only().phones()).isEqualTo(5);
    }

    @Test
    void whoLeavesAgainDoesNotMakeItBeginLater() {
        List<Told> phones = phones(6);
        phones.forEach(phone -> leaves(phone, 1_000));
        assertThat(only().phones()).isEqualTo(6);
        for (Told phone : phones) {
            arrives(phone, 2_000);
            returns(phone, 20_000);
            leaves(phone, 40_000);
        }
        assertThat(only().start()).isEqualTo(START.plusMillis(1_000));
        assertThat(only().away()).isEqualTo(6);
    }

    @Test
    void ofTwoThatWereOpenForOneServerOneGoesOn() {
        phones(5).forEach(phone -> leaves(phone, 1_000));
        assertThat(only().phones()).isEqualTo(5);
        Report kept = incidents.open().get(0);
        Incidents again = new Incidents();
        assertThat(again.resume(kept, heard)).isTrue();
        assertThat(again.resume(kept, heard)).isFalse();
        assertThat(again.open()).hasSize(1);
    }

    @Test
    void aSnapshotTellsWhatTransitionsDidNot() {
        List<Told> phones = phones(2);
        phones.forEach(phone -> leaves(phone, 1_000));
        for (Told phone : phones) {
            take(phone.numbers(7, 9).at(5).shows(phone.line(1, "on_primary", A)));
        }
        assertThat(only().returned()).isEqualTo(2);
    }

    @Test
    void transitionsThatComeAfterTheSnapshotAreHeldAgainstWhereTheLineWasThen() {
        List<Told> phones = phones(2);
        List<News> late = new ArrayList<>();
        for (Told phone : phones) {
            late.add(phone.at(10).moves("on_primary", "switching", "no_answer", B));
            late.add(phone.at(14).moves("switching", "on_backup", "registered", B));
            take(phone.at(60).shows(phone.line(1, "on_backup", B)));
        }
        late.forEach(this::take);
        assertThat(only().server().server()).isEqualTo(A);
        assertThat(only().medianMs()).hasValue(4_000);
    }

    @Test
    void behindAHoleNobodyKnowsWhereTheLineWas() {
        Told phone = phones(1).get(0);
        Gap gap = new Gap(2, 8, START, "overflow");
        take(new News.Recorded(phone.name(), 7, gap, START));
        leaves(phone.numbers(7, 8), 1_000);
        assertThat(open()).isEmpty();
    }

    @Test
    void itGoesOnAfterARestart() {
        List<Told> phones = phones(2);
        phones.forEach(phone -> leaves(phone, 1_000));
        assertThat(open()).hasSize(1);
        Incidents again = new Incidents();
        incidents.changes().forEach(kept -> assertThat(again.resume(kept, heard)).isTrue());
        assertThat(again.open()).isEqualTo(incidents.open());
        assertThat(again.isChanged()).isFalse();
    }

    @Test
    void afterADayItIsOverWhoeverIsAway() {
        List<Told> phones = phones(2);
        phones.forEach(phone -> leaves(phone, 1_000));
        phones.forEach(phone -> arrives(phone, 2_000));
        assertThat(only().phones()).isEqualTo(2);
        incidents.tick(START.plusSeconds(86_000));
        assertThat(incidents.open()).hasSize(1);
        incidents.tick(START.plusSeconds(86_402));
        assertThat(incidents.open()).isEmpty();
    }
}
