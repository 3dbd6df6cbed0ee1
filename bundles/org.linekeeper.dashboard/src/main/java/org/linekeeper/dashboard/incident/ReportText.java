// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.json.Json;

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
        return Json.object()
                .put("device", member.name().device().name())
                .put("line", member.name().line())
                .put("why", member.why())
                .put("left", member.left())
                .putTime("arrived", member.arrived())
                .put("ms", member.outMs())
                .putText("server", member.server())
                .putTime("returned", member.returned())
                .put("lost", member.lost())
                .putText("trace", member.trace());
    }

    private static JsonElement kept(Member member) {
        return member(member).put("mono", member.leftMono()).put("calls", member.calls()).done();
    }

    /** Reads what {@link #write} wrote; empty if somebody else wrote it. */
    public static Optional<Report> read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            ServerName server =
                    new ServerName(
                            json.get("tenant").getAsString(), json.get("server").getAsString());
            Incident incident =
                    new Incident(
                            json.get("id").getAsString(),
                            server,
                            json.get("cause").getAsString(),
                            time(json, "start").orElseThrow(),
                            time(json, "end"),
                            json.get("phones").getAsInt(),
                            json.get("away").getAsInt(),
                            json.get("without_service").getAsInt(),
                            json.get("returned").getAsInt(),
                            json.get("calls").getAsInt(),
                            number(json, "median_ms"),
                            number(json, "p99_ms"));
            List<Member> members = new ArrayList<>();
            json.getAsJsonArray("members")
                    .forEach(each -> members.add(member(server.tenant(), each)));
            return Optional.of(new Report(incident, members));
        } catch (RuntimeException e) {
            // A null, a word for a number, a time that is none: whatever it is, it is not ours.
            return Optional.empty();
        }
    }

    private static Member member(String tenant, JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        DeviceName device = new DeviceName(tenant, json.get("device").getAsString());
        return new Member(
                new LineName(device, json.get("line").getAsInt()),
                json.get("why").getAsString(),
                time(json, "left").orElseThrow(),
                json.get("mono").getAsLong(),
                json.get("calls").getAsInt(),
                text(json, "trace"),
                time(json, "arrived"),
                number(json, "ms"),
                text(json, "server"),
                time(json, "returned"),
                json.get("lost").getAsBoolean());
    }

    private static Optional<String> text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
    }

    private static Optional<Instant> time(JsonObject json, String name) {
        return text(json, name).map(Instant::parse);
    }

    private static OptionalLong number(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value.isJsonNull() ? OptionalLong.empty() : OptionalLong.of(value.getAsLong());
    }
}
