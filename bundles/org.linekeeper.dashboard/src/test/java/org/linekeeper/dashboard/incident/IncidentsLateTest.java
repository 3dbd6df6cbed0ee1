// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;
import static org.linekeeper.dashboard.fleet.Told.START;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Change;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.schema.Gap;

/** What comes late, twice, after a restart, or from a phone that tells rubbish. */
class IncidentsLateTest extends IncidentsScene {
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
}
