// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Condition OUTAGE =
            new Condition(Kind.INCIDENT, "i1", Optional.of("pbx-a"), 203, "pbx-a fails.");
    private static final Condition BLIND =
            new Condition(Kind.BLIND, "broker", Optional.empty(), 0, "The broker is away.");

    private final Alerts alerts = new Alerts();

    private List<Notice> at(long seconds, Condition... wrong) {
        return alerts.take(START.plusSeconds(seconds), List.of(wrong), Set.of());
    }

    private static Silence silence(String server, long from, long until) {
        return new Silence(
                "s1",
                Optional.empty(),
                Optional.ofNullable(server),
                START.plusSeconds(from),
                START.plusSeconds(until),
                "ana",
                "new switch");
    }

    @Test
    void anIncidentIsToldOnceAndOnceWhenItIsOver() {
        assertThat(at(0, OUTAGE)).singleElement().matches(notice -> !notice.resolved());
        assertThat(at(1, OUTAGE)).isEmpty();
        assertThat(alerts.loud()).isEqualTo(1);
        assertThat(at(2)).singleElement().matches(Notice::resolved);
        assertThat(at(3)).isEmpty();
        assertThat(alerts.alerts()).isEmpty();
    }

    @Test
    void whereAThousandServersFailTheRestIsNotLeftOut() {
        List<Condition> wrong = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Optional<String> server = Optional.of("pbx-" + i);
            wrong.add(new Condition(Kind.INCIDENT, "i" + i, server, 1, "It fails."));
        }
        wrong.add(BLIND);
        at(0, wrong.toArray(Condition[]::new));
        assertThat(alerts.alerts()).hasSize(1_001);
    }

    @Test
    void whatDoesNotLastIsNotTold() {
        assertThat(at(0, BLIND)).isEmpty();
        assertThat(at(9, BLIND)).isEmpty();
        assertThat(alerts.loud()).isZero();
        assertThat(at(10)).isEmpty();
        assertThat(at(11, BLIND)).isEmpty();
        assertThat(at(20, BLIND)).isEmpty();
        assertThat(at(21, BLIND)).hasSize(1);
    }

    @Test
    void howLongItHasToLastCanBeSaid() {
        alerts.rule(Kind.INCIDENT, Duration.ofSeconds(30));
        assertThat(at(0, OUTAGE)).isEmpty();
        assertThat(at(30, OUTAGE)).hasSize(1);
    }

    @Test
    void underASilenceNobodyIsToldUntilItEnds() {
        alerts.silence(silence("pbx-a", 0, 60));
        assertThat(at(0, OUTAGE)).isEmpty();
        assertThat(alerts.alerts()).singleElement().matches(alert -> !alert.isLoud());
        assertThat(at(59, OUTAGE)).isEmpty();
        assertThat(at(60, OUTAGE)).hasSize(1);
        assertThat(alerts.silences()).isEmpty();
    }

    @Test
    void whatEndsUnderASilenceWasNeverTold() {
        alerts.silence(silence(null, 0, 60));
        at(0, OUTAGE);
        assertThat(at(30)).isEmpty();
    }

    @Test
    void aMaintenanceWindowBeginsLater() {
        alerts.silence(silence(null, 100, 200));
        assertThat(at(0, OUTAGE)).hasSize(1);
        assertThat(at(100, OUTAGE, BLIND)).isEmpty();
        assertThat(at(150)).as("what was told begins and ends").hasSize(1);
    }

    @Test
    void aSilenceOfAnotherServerIsNoSilence() {
        alerts.silence(silence("pbx-b", 0, 60));
        assertThat(at(0, OUTAGE)).hasSize(1);
    }

    @Test
    void whatComesAgainIsAnother() {
        String first = at(0, OUTAGE).get(0).alert().id();
        at(1);
        assertThat(at(2, OUTAGE).get(0).alert().id()).isNotEqualTo(first);
    }

    @Test
    void aNoticeIsACloudEvent() {
        String event = CloudEvent.of(at(0, OUTAGE).get(0)).toString();
        assertThat(event)
                .contains("\"specversion\":\"1.0\"")
                .contains("\"type\":\"org.linekeeper.alert.fired.v1\"")
                .contains("\"subject\":\"pbx-a\"")
                .contains("\"time\":\"2026-11-21T10:00:00.000Z\"")
                .contains("\"incident\":\"i1\"")
                .contains("\"phones\":203");
        at(1, BLIND);
        assertThat(CloudEvent.of(at(11, BLIND).get(0)).has("subject")).isFalse();
    }

    @Test
    void whatWasToldBeforeARestartIsNotToldAgainButItsEndIs() {
        at(0, OUTAGE);
        Alerts again = new Alerts();
        alerts.told().forEach(again::resume);
        assertThat(again.take(START.plusSeconds(9), List.of(OUTAGE), Set.of())).isEmpty();
        List<Notice> end = again.take(START.plusSeconds(10), List.of(), Set.of());
        assertThat(end).singleElement().matches(Notice::resolved);
        assertThat(end.get(0).alert().id()).endsWith("@" + START.toEpochMilli());
    }

    @Test
    void whatWasToldBeforeARestartIsNotOverBeforeAnybodyCanSaySo() {
        at(0, BLIND);
        at(10, BLIND);
        Alerts again = new Alerts();
        alerts.told().forEach(again::resume);
        Set<Kind> early = Set.of(Kind.BLIND);
        assertThat(again.take(START.plusSeconds(20), List.of(), early)).isEmpty();
        assertThat(again.loud()).isEqualTo(1);
        assertThat(again.take(START.plusSeconds(21), List.of(), Set.of()))
                .singleElement()
                .matches(Notice::resolved);
    }

    @Test
    void whatIsSeenAgainAfterARestartEndsWhenItEnds() {
        at(0, OUTAGE);
        Alerts again = new Alerts();
        alerts.told().forEach(again::resume);
        Set<Kind> early = Set.of(Kind.INCIDENT);
        assertThat(again.take(START.plusSeconds(20), List.of(OUTAGE), early)).isEmpty();
        assertThat(again.take(START.plusSeconds(21), List.of(), early)).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackPutsNothingOff() {
        at(3_600, BLIND);
        assertThat(at(0, BLIND)).isEmpty();
        assertThat(at(10, BLIND)).hasSize(1);
    }
}
