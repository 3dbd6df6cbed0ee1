// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.json.Kept;

/**
 * An incident as it is kept: its numbers in one text, in another the lines that left. Of very many
 * those are kept that are away, and of the others an even choice by how long they were out.
 */
public final class ReportText {
    /** So many are kept by name. */
    public static final int MOST_MEMBERS = 1_500;

    private ReportText() {}

    /** The numbers. */
    public static String write(Incident incident) {
        return numbers(incident).done().toString();
    }

    /** The lines that left. */
    public static String writeMembers(Report report) {
        return Json.object()
                .put("lines", report.lines())
                .putAll("members", chosen(report.members()), ReportText::kept)
                .done()
                .toString();
    }

    private static List<Member> chosen(List<Member> members) {
        if (members.size() <= MOST_MEMBERS) {
            return members;
        }
        List<Member> chosen = new ArrayList<>(evenly(members, Member::away, MOST_MEMBERS));
        int room = MOST_MEMBERS - chosen.size();
        chosen.addAll(evenly(members, member -> !member.away(), room));
        return chosen;
    }

    private static List<Member> evenly(List<Member> all, Predicate<Member> which, int most) {
        List<Member> inOrder =
                all.stream()
                        .filter(which)
                        .sorted(
                                Comparator.comparingLong((Member each) -> each.outMs().orElse(-1))
                                        .thenComparing(Member::left))
                        .toList();
        List<Member> chosen = new ArrayList<>();
        int count = Math.min(inOrder.size(), most);
        for (int i = 1; i <= count; i++) {
            chosen.add(inOrder.get((int) ((long) inOrder.size() * i / count) - 1));
        }
        return chosen;
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
        return member(member)
                .put("from", departure.from())
                .put("mono", departure.mono())
                .put("calls", departure.calls())
                .done();
    }

    /** Reads what {@link #write} wrote; empty if somebody else wrote it. */
    public static Optional<Incident> read(String text) {
        return Kept.read(text, ReportText::incident);
    }

    /** Reads both texts; empty if somebody else wrote one of them. */
    public static Optional<Report> read(String text, String members) {
        return read(text).flatMap(incident -> Kept.read(members, kept -> report(incident, kept)));
    }

    private static Report report(Incident incident, Kept kept) {
        String tenant = incident.server().tenant();
        return new Report(
                incident, kept.count("lines"), kept.all("members", each -> member(tenant, each)));
    }

    private static Incident incident(Kept kept) {
        return new Incident(
                kept.text("id"),
                new ServerName(kept.text("tenant"), kept.text("server")),
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
    }

    private static Member member(String tenant, Kept kept) {
        DeviceName device = new DeviceName(tenant, kept.text("device"));
        return new Member(
                new LineName(device, kept.count("line")),
                new Member.Departure(
                        kept.text("from"),
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
