// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Journal;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.Place;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Transition;

/** What phones say in tests; the clock stands until it is moved. */
public final class Told {
    public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    public static final String A = "pbx-a";
    public static final String B = "pbx-b";

    private final DeviceName name;
    private long epoch = 7;
    private long seq;
    private Instant now = START;

    private Told(DeviceName name) {
        this.name = name;
    }

    public static Told by(String name) {
        return new Told(new DeviceName("default", name));
    }

    public static Told by(String tenant, String name) {
        return new Told(new DeviceName(tenant, name));
    }

    public DeviceName name() {
        return name;
    }

    public Told at(long seconds) {
        return atMs(seconds * 1000);
    }

    public Told atMs(long ms) {
        now = START.plusMillis(ms);
        return this;
    }

    public Told numbers(long newEpoch, long newSeq) {
        epoch = newEpoch;
        seq = newSeq;
        return this;
    }

    public News birth() {
        return connected(true, "started", "s1", false);
    }

    public News connected(boolean online, String why, String session, boolean kept) {
        Connection said =
                new Connection(
                        online,
                        why,
                        session,
                        1,
                        epoch,
                        seq,
                        "fanvil-x4u/2.12.1",
                        "0.1.0",
                        Optional.of("Graz"),
                        Duration.ofSeconds(900));
        return new News.Connected(name, said, now, kept);
    }

    public News shows(Line... lines) {
        return shows(false, lines);
    }

    public News shows(boolean kept, Line... lines) {
        Snapshot shown =
                new Snapshot(
                        epoch,
                        seq,
                        Arrays.asList(lines),
                        Optional.empty(),
                        new Journal(0, 3400, 0));
        return new News.Showed(name, shown, now, kept);
    }

    /** A line that uses no server. */
    public Line nowhere(int number) {
        return line(number, "unregistered", Optional.empty());
    }

    public Line line(int number, String state, String server, String... calls) {
        return line(number, state, Optional.of(new Place(server, "127.0.0.1", 5060, "udp")), calls);
    }

    private Line line(int number, String state, Optional<Place> place, String... calls) {
        return new Line(
                number,
                Optional.of("sip:201@pbx.example"),
                !state.equals("disabled"),
                state,
                OptionalInt.of(1),
                place,
                now,
                Optional.empty(),
                List.of(),
                List.of(),
                "registered",
                List.of(calls));
    }

    public News moves(String from, String to, String why, String server) {
        return moves(1, from, to, why, server);
    }

    public News moves(int line, String from, String to, String why, String server) {
        seq++;
        return new News.Recorded(
                name,
                epoch,
                new Transition(
                        seq,
                        now,
                        Duration.between(START, now).toMillis() + 60_000,
                        "ntp",
                        line,
                        from,
                        to,
                        why,
                        Optional.of(server),
                        Optional.of("standard/1.0.0"),
                        from.equals("registering")
                                ? Optional.empty()
                                : Optional.of("t" + Integer.toHexString(name.name().hashCode()))),
                now);
    }

    /** A phone with one line on A, up to now. */
    public List<News> settled() {
        List<News> news = new ArrayList<>();
        news.add(birth());
        news.add(moves("registering", "on_primary", "registered", A));
        news.add(shows(line(1, "on_primary", A)));
        return news;
    }
}
