// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;

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
                                "no_answer", START.plusMillis(i), i, 0, Optional.of("t" + i)));
        return i % 2 == 0
                ? left
                : left.arrives(START.plusMillis(2L * i), OptionalLong.empty(), "pbx-b")
                        .returns(START.plusMillis(9_000 + i));
    }

    private static Report report(int members) {
        Outage outage = new Outage(SERVER);
        for (int i = 0; i < members; i++) {
            outage.left(member(i));
        }
        outage.become("i1");
        return Report.of(outage);
    }

    @Test
    void whatIsWrittenIsRead() {
        Report report = report(9);
        Report read = ReportText.read(ReportText.write(report)).orElseThrow();
        assertThat(read.incident()).isEqualTo(report.incident());
        assertThat(read.members()).containsExactlyInAnyOrderElementsOf(report.members());
    }

    @Test
    void ofVeryManyTheAwayAndTheSlowestAreKept() {
        String text = ReportText.write(report(20_000));
        assertThat(text.length()).isLessThan(Shelf.MOST_CHARS);
        Report read = ReportText.read(text).orElseThrow();
        assertThat(read.incident().phones()).isEqualTo(20_000);
        assertThat(read.members()).hasSize(ReportText.MOST_MEMBERS).allMatch(Member::away);
    }

    @Test
    void whatSomebodyElseWroteIsNoIncident() {
        for (String text : List.of("", "{}", "[]", "{\"id\":7}", "null")) {
            assertThat(ReportText.read(text)).isEmpty();
        }
    }

    @Test
    void aCurveCountsUpToEachMoment() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(member(1_000 * i + i % 2));
        }
        Curve curve = Curve.of(members, START, START.plusMillis(20_000), 21);
        assertThat(curve.points()).hasSize(21);
        assertThat(curve.points().get(0).out()).isEqualTo(1);
        assertThat(curve.points().get(5).out()).isEqualTo(5);
        assertThat(curve.points().get(5).moved()).isEqualTo(1);
        assertThat(curve.points().get(20).out()).isEqualTo(10);
        assertThat(curve.points().get(20).moved()).isEqualTo(5);
        assertThat(curve.points().get(20).returned()).isEqualTo(5);
    }
}
