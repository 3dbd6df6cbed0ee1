// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;
import static org.linekeeper.dashboard.fleet.Told.START;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.dashboard.fleet.Told;

class IncidentsTest extends IncidentsScene {
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

    /** A phone that was away from its backup for a while tells at last how it was. */
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
