// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import com.google.gson.JsonElement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.json.Kept;

/** An incident as it is kept: its numbers whole, of those who are in it a bounded number. */
public final class ReportText {
    /** So many are kept, those first who are still away, then the slowest. */
    public static final int MOST_MEMBERS = 1_500;

    private ReportText() {}

    public static String write(Report report) {
        List<Member> members =
                report.members().stream()
                        .sorted(
                                Comparator.comparing(Member::away)
                                        .thenComparing(member -> member.outMs().orElse(0))
                                        .reversed())
                        .limit(MOST_MEMBERS)
                        .toList();
        return numbers(report.incident())
                .putAll("members", members, ReportText::kept)
                .done()
                .toString();
    }

    /** An incident in numbers, as it is kept and as it is shown. */
    public static Json numbers(Incident incident) {
        return Json.object()
                .put("id", incident.id())
                .put("tenant", incident.server().tenant())
                .put("server", incident.server().server())
                .put("cause", incident.cause())
                .put("start", incident.start())
                .putTime("end", incident.end())
                .put("phones", incident.phones())
                .put("away", incident.away())
                .put("without_service", incident.withoutService())
                .put("returned", incident.returned())
                .put("calls", incident.calls())
                .put("median_ms", incident.medianMs())
                .put("p99_ms", incident.p99Ms());
    }

    /** A line that left, as it is kept and as it is shown. */
    public static Json member(Member member) {
        Optional<Member.Arrival> arrival = member.arrival();
        return Json.object()
                .put("device", member.name().device().name())
                .put("line", member.name().line())
                .put("why", member.departure().why())
                .put("left", member.left())
                .putTime("arrived", arrival.map(Member.Arrival::at))
                .put("ms", member.outMs())
                .putText("server", arrival.map(Member.Arrival::server))
                .putTime("returned", member.returned())
                .put("lost", member.lost())
                .putText("trace", member.departure().trace());
    }

    private static JsonElement kept(Member member) {
        Member.Departure departure = member.departure();
        return member(member).put("mono", departure.mono()).put("calls", departure.calls()).done();
    }

    /** Reads what {@link #write} wrote; empty if somebody else wrote it. */
    public static Optional<Report> read(String text) {
        return Kept.read(text, ReportText::report);
    }

    private static Report report(Kept kept) {
        ServerName server = new ServerName(kept.text("tenant"), kept.text("server"));
        Incident incident =
                new Incident(
                        kept.text("id"),
                        server,
                        kept.text("cause"),
                        kept.time("start"),
                        kept.optionalTime("end"),
                        kept.count("phones"),
                        kept.count("away"),
                        kept.count("without_service"),
                        kept.count("returned"),
                        kept.count("calls"),
                        kept.optionalNumber("median_ms"),
                        kept.optionalNumber("p99_ms"));
        return new Report(incident, kept.all("members", each -> member(server.tenant(), each)));
    }

    private static Member member(String tenant, Kept kept) {
        DeviceName device = new DeviceName(tenant, kept.text("device"));
        return new Member(
                new LineName(device, kept.count("line")),
                new Member.Departure(
                        kept.text("why"),
                        kept.time("left"),
                        kept.number("mono"),
                        kept.count("calls"),
                        kept.optionalText("trace")),
                kept.optionalTime("arrived")
                        .map(at -> new Member.Arrival(at, kept.number("ms"), kept.text("server"))),
                kept.optionalTime("returned"),
                kept.flag("lost"));
    }
}
