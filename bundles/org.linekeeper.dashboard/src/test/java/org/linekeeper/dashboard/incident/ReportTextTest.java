// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.Shelf;

class ReportTextTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00.500Z");
    private static final ServerName SERVER = new ServerName("default", "pbx-a");

    private static Member member(int i) {
        Member left =
                Member.leaves(
                        new LineName(new DeviceName("default", "x" + i), 1),
                        new Member.Departure(
                                "on_primary",
                                "no_answer",
                                START.plusMillis(i),
                                i,
                                0,
                                Optional.of("t" + i)));
        return i % 2 == 0
                ? left
                : left.arrives(START.plusMillis(2L * i), OptionalLong.empty(), "pbx-b")
                        .returns(START.plusMillis(9_000 + i));
    }

    private static Report report(int members) {
        Outage outage = new Outage(SERVER);
        for (int i = 0; i < members; i++) {
            outage.left(member(i), START, START);
        }
        outage.become(start -> "i1");
        return Report.of(outage);
    }

    private static Optional<Report> kept(Report report) {
        String members = ReportText.writeMembers(report);
        assertThat(members.length()).isLessThan(Shelf.MOST_CHARS);
        return ReportText.read(ReportText.write(report.incident()), members);
    }

    @Test
    void whatIsWrittenIsRead() {
        Report report = report(9);
        assertThat(kept(report)).contains(report);
    }

    @Test
    void ofVeryManyTheAwayAreKept() {
        Report read = kept(report(20_000)).orElseThrow();
        assertThat(read.incident().phones()).isEqualTo(20_000);
        assertThat(read.lines()).isEqualTo(20_000);
        assertThat(read.members()).hasSize(ReportText.MOST_MEMBERS).allMatch(Member::away);
    }

    @Test
    void ofVeryManyThatAreBackAnEvenChoiceIsKept() {
        Outage outage = new Outage(SERVER);
        for (int i = 1; i < 20_000; i += 2) {
            outage.left(member(i), START, START);
        }
        outage.become(start -> "i1");
        Report whole = Report.of(outage);
        Report read = kept(whole).orElseThrow();
        Incident again = new Outage(read, START).incident();
        assertThat(again.phones()).isEqualTo(10_000);
        assertThat(again.returned()).isEqualTo(10_000);
        assertThat(again.start()).isEqualTo(whole.incident().start());
        assertThat(again.medianMs().orElseThrow()).isCloseTo(10_000, within(10L));
        assertThat(again.p99Ms().orElseThrow()).isCloseTo(19_800, within(20L));
        Curve curve = Curve.of(read, START.plusMillis(20_000), 2);
        assertThat(curve.points().get(1).out()).isEqualTo(10_000);
    }

    @Test
    void theNumbersOfManyThatAreAwayStayRight() {
        Outage outage = new Outage(SERVER);
        for (int i = 0; i < 10_000; i++) {
            Member away =
                    Member.leaves(
                                    new LineName(new DeviceName("default", "x" + i), 1),
                                    new Member.Departure(
                                            "on_primary", "icmp", START, 0, 0, Optional.empty()))
                            .arrives(START, OptionalLong.of(i), "pbx-b");
            outage.left(away, START, START);
        }
        outage.become(start -> "i1");
        Incident again = new Outage(kept(Report.of(outage)).orElseThrow(), START).incident();
        assertThat(again).isEqualTo(outage.incident());
    }

    @Test
    void whatIsNotResumedIsOverWhenTheLastWasHeardOf() {
        Incident closed = report(4).closed().incident();
        assertThat(closed.isOpen()).isFalse();
        assertThat(closed.end()).contains(START.plusMillis(9_003));
    }

    @Test
    void linesThatAreNotKnownByNameGoOnToCount() {
        Outage again = new Outage(kept(report(20_000)).orElseThrow(), START);
        assertThat(again.incident().phones()).isEqualTo(20_000);
        assertThat(again.incident().away()).isEqualTo(10_000);
        assertThat(again.lines()).isEqualTo(20_000);
        for (Member member : List.copyOf(again.members())) {
            again.inService(
                    member.name(),
                    new Outage.Sighting(
                            "pbx-a", "on_primary", START, START, OptionalLong.of(90_000)));
        }
        assertThat(again.incident().away()).isZero();
        assertThat(again.incident().returned()).isEqualTo(20_000);
    }

    @Test
    void whatSomebodyElseWroteIsNoIncident() {
        for (String text : List.of("", "{}", "[]", "{\"id\":7}", "null")) {
            assertThat(ReportText.read(text)).isEmpty();
            assertThat(ReportText.read(ReportText.write(report(2).incident()), text)).isEmpty();
        }
    }

    @Test
    void aCurveCountsUpToEachMoment() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(member(1_000 * i + i % 2));
        }
        Report report = new Report(report(1).incident(), 10, members);
        Curve curve = Curve.of(report, START.plusMillis(20_000), 21);
        assertThat(curve.points()).hasSize(21);
        assertThat(curve.points().get(0).out()).isEqualTo(1);
        assertThat(curve.points().get(5).out()).isEqualTo(5);
        assertThat(curve.points().get(5).moved()).isEqualTo(1);
        assertThat(curve.points().get(20).out()).isEqualTo(10);
        assertThat(curve.points().get(20).moved()).isEqualTo(5);
        assertThat(curve.points().get(20).returned()).isEqualTo(5);
    }
}
