// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Told;

class WrongsTest {
    private static final Freshness LIVE = new Freshness(Freshness.State.LIVE, Optional.empty());

    private static List<Kind> wrong(int phones, int silent) {
        Fleet fleet = new Fleet();
        IntStream.range(0, phones)
                .mapToObj(number -> Told.by("x" + number))
                .forEach(phone -> phone.settled().forEach(fleet::take));
        IntStream.range(0, silent)
                .mapToObj(number -> Told.by("x" + number))
                .forEach(phone -> fleet.take(phone.connected(false, "lwt", "s1", false)));
        return new Wrongs()
                .at(Told.START.plusSeconds(9), List.of(), fleet.phones(), LIVE).stream()
                        .map(Condition::kind)
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "100, 2", "101, 3", "149, 3", "150, 3", "151, 4"})
    void oneInFiftyIsNotFewer(int phones, int enough) {
        assertThat(wrong(phones, enough)).containsExactly(Kind.PHONES_SILENT);
        assertThat(wrong(phones, enough - 1)).isEmpty();
    }

    @Test
    void whatIsSeenAtOnceCanEndAtOnceAndTheRestWhenItHasBeenLookedFor() {
        assertThat(Wrongs.tooEarlyToEnd(Duration.ofSeconds(1)))
                .containsExactlyInAnyOrder(
                        Kind.BLIND, Kind.STALE, Kind.PHONES_SILENT, Kind.HISTORY_GAP);
        assertThat(Wrongs.tooEarlyToEnd(Duration.ofSeconds(901)))
                .containsExactlyInAnyOrder(Kind.PHONES_SILENT, Kind.HISTORY_GAP);
        assertThat(Wrongs.tooEarlyToEnd(Duration.ofMinutes(61))).isEmpty();
    }

    private final Wrongs wrongs = new Wrongs();

    private void gap(String tenant, String phone, long seconds) {
        wrongs.gap(new DeviceName(tenant, phone), Told.START.plusSeconds(seconds));
    }

    private Optional<Integer> phonesAt(long seconds) {
        return wrongs.at(Told.START.plusSeconds(seconds), List.of(), List.of(), LIVE).stream()
                .filter(wrong -> wrong.kind() == Kind.HISTORY_GAP)
                .map(Condition::phones)
                .findFirst();
    }

    @Test
    void aPhoneWithThreeGapsIsOnePhone() {
        assertThat(phonesAt(0)).isEmpty();
        gap("a", "x0", 0);
        gap("a", "x0", 1_000);
        gap("a", "x0", 500);
        assertThat(phonesAt(1_000)).contains(1);
        gap("b", "x0", 2_000);
        assertThat(phonesAt(2_000)).contains(2);
        assertThat(phonesAt(4_600)).as("an hour after its last gap").contains(2);
        assertThat(phonesAt(4_601)).contains(1);
        assertThat(phonesAt(5_601)).isEmpty();
    }

    @Test
    void gapsOfAllPhonesTakeNoMoreThanTheirPlace() {
        for (int i = 0; i < 20_000; i++) {
            gap("a", "x" + i, 0);
        }
        assertThat(phonesAt(0)).contains(10_000);
        gap("a", "x0", 3_000);
        assertThat(phonesAt(3_601)).contains(1);
    }
}
