// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.linekeeper.dashboard.incident.Curve;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.Member;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.incident.ReportText;
import org.linekeeper.dashboard.json.Json;

/** An incident in a list, and on a page of its own. */
public final class IncidentView {
    private static final int MOST_MEMBERS = 500;
    private static final int POINTS = 120;

    private IncidentView() {}

    /** In numbers. */
    public static JsonObject row(Incident incident) {
        return begun(incident).done();
    }

    /** With its curve and those who were slowest. */
    public static JsonObject page(Report report, Instant now) {
        Incident incident = report.incident();
        List<Member> members =
                report.members().stream()
                        .sorted(
                                Comparator.comparingLong(
                                        member ->
                                                -member.outMs()
                                                        .orElse(
                                                                member.withoutService()
                                                                        ? Long.MAX_VALUE
                                                                        : 0)))
                        .limit(MOST_MEMBERS)
                        .toList();
        Curve curve = Curve.of(report, incident.end().orElse(now), POINTS);
        return begun(incident)
                .putAll("curve", curve.points(), IncidentView::point)
                .putAll("members", members, IncidentView::member)
                .put("more", report.lines() - members.size())
                .done();
    }

    private static Json begun(Incident incident) {
        return ReportText.numbers(incident).put("state", incident.isOpen() ? "open" : "closed");
    }

    private static JsonObject point(Curve.Point point) {
        return Json.object()
                .put("t", point.at())
                .put("out", point.out())
                .put("moved", point.moved())
                .put("returned", point.returned())
                .done();
    }

    private static JsonObject member(Member member) {
        return ReportText.member(member).put("tenant", member.name().device().tenant()).done();
    }
}
