// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.fleet.LineNow;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.schema.Transition;

/**
 * Sees which server has an outage: many phones, one server, a short time. A function of what phones
 * tell and of the time at which that is heard; one thread.
 *
 * <p>An incident begins when, within a minute, five phones have left a server that failed them, or
 * one in twenty of a server's phones if that is less, but two at least where there are two. It ends
 * when all that can come back are back and nobody left for half a minute; after a day at last. A
 * phone that has gone is waited for a quarter of an hour.
 */
public final class Incidents {
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final Duration QUIET = Duration.ofSeconds(30);
    static final Duration GRACE = Duration.ofMinutes(15);
    static final Duration LONGEST = Duration.ofDays(1);
    static final int ENOUGH = 5;

    /** Servers with an outage at a time; more are passed over, and counted. */
    static final int MOST = 1_000;

    /** Of which one phone may be part, so that one that tells rubbish is no fleet. */
    static final int MOST_OF_A_PHONE = 8;

    /** Reasons for which a line moves while its server is well. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "started",
                    "configured",
                    "registered",
                    "refreshed",
                    "returned",
                    "user",
                    "network_changed",
                    "policy",
                    "shutdown");

    /** Where each line was last in service. */
    private final Map<LineName, Place> places = new HashMap<>();

    private final Map<ServerName, Integer> crowd = new HashMap<>();
    private final Map<ServerName, Outage> outages = new LinkedHashMap<>();
    private final Set<Outage> changed = new LinkedHashSet<>();
    private boolean doubtful;
    private long passedOver;

    /** A server, and the number of the transition as of which a line was there; 0 = any. */
    private record Place(String server, long epoch, long seq) {
        boolean isOlderThan(long otherEpoch, long otherSeq) {
            return epoch < otherEpoch || epoch == otherEpoch && seq < otherSeq;
        }
    }

    /** One that was open when somebody last looked; whether it goes on here. */
    public boolean resume(Report kept, Instant now) {
        ServerName server = kept.incident().server();
        boolean known = outages.containsKey(server) && outages.get(server).isIncident();
        if (known || kept.members().isEmpty()) {
            return false;
        }
        outages.put(server, new Outage(kept, now));
        return true;
    }

    /**
     * A line changed its state.
     *
     * @param epoch of the transition's number
     * @param at when, as far as its phone's clock is to be believed
     * @param heard when that was heard
     * @param calls calls that its phone has
     */
    public void moved(
            LineName line, long epoch, Transition moved, Instant at, Instant heard, int calls) {
        Optional<Place> place = Optional.ofNullable(places.get(line));
        if (place.isPresent() && !place.get().isOlderThan(epoch, moved.seq())) {
            // Where the line is since then is known already.
            return;
        }
        Optional<String> before = place.map(Place::server);
        boolean there = LineNow.isInService(moved.to());
        boolean stays = there && moved.server().equals(before) && moved.to().equals(moved.from());
        boolean leaves = LineNow.isInService(moved.from()) && before.isPresent() && !stays;
        if (leaves && !HARMLESS.contains(moved.why())) {
            Member member =
                    Member.leaves(
                            line,
                            new Member.Departure(
                                    moved.from(),
                                    moved.why(),
                                    at,
                                    moved.monoMs(),
                                    calls,
                                    moved.trace()));
            ServerName server = new ServerName(line.device().tenant(), before.get());
            forgetPlace(line);
            left(server, member, heard, moved.at());
        }
        if (there && moved.server().isPresent()) {
            String server = moved.server().get();
            place(line, new Place(server, 0, 0));
            OptionalLong mono = OptionalLong.of(moved.monoMs());
            Outage.Sighting seen = new Outage.Sighting(server, moved.to(), at, heard, mono);
            inEach(line.device(), outage -> outage.inService(line, seen));
        } else if (moved.to().equals("disabled")) {
            inEach(line.device(), outage -> outage.disabled(line));
        }
    }

    /** A phone lost some of its transitions: where its lines were is not known. */
    public void gap(Phone phone) {
        phone.lines().forEach(line -> forgetPlace(new LineName(phone.name(), line.line())));
    }

    /** A phone out of the database: where its lines are, whatever was thought before. */
    public void loaded(Phone phone, Instant now) {
        gap(phone);
        seen(phone, now);
        for (LineNow line : phone.lines()) {
            places.computeIfPresent(
                    new LineName(phone.name(), line.line()),
                    (name, place) -> new Place(place.server(), phone.ep(), phone.seq()));
        }
    }

    /** A phone as it is, which its transitions may not have told, or not yet. */
    public void seen(Phone phone, Instant heard) {
        for (LineNow line : phone.lines()) {
            LineName name = new LineName(phone.name(), line.line());
            if (phone.state() == PhoneState.UNKNOWN) {
                inEach(phone.name(), outage -> outage.lost(name, heard));
            } else if (line.inService() && line.server().isPresent()) {
                String server = line.server().get();
                if (!places.containsKey(name)) {
                    place(name, new Place(server, 0, 0));
                }
                Outage.Sighting seen =
                        new Outage.Sighting(
                                server, line.state(), line.since(), heard, OptionalLong.empty());
                inEach(phone.name(), outage -> outage.inService(name, seen));
            } else if (!line.state().equals("disabled")) {
                inEach(phone.name(), outage -> outage.found(name));
            }
        }
    }

    /** Begins what is enough, ends what is over, forgets who left too long ago to matter. */
    public void tick(Instant now) {
        doubtful = false;
        for (Outage outage : List.copyOf(outages.values())) {
            if (!outage.isIncident()) {
                outage.forget(now.minus(WINDOW));
                if (outage.members().isEmpty()) {
                    outages.remove(outage.server());
                } else if (outage.together(WINDOW) >= enough(outage)) {
                    outage.become(start -> id(outage.server(), start));
                    changed.add(outage);
                }
            } else if (now.isAfter(outage.lastLeft().plus(LONGEST))
                    || outage.isSettled(now, QUIET, GRACE)) {
                outage.end();
                outages.remove(outage.server());
                changed.add(outage);
            }
        }
    }

    /** Servers that were passed over, as too many had an outage. */
    public long passedOver() {
        return passedOver;
    }

    /** Whether {@link #tick} or {@link #changes} have something to do. */
    public boolean isChanged() {
        return doubtful || !changed.isEmpty();
    }

    /** What is different since this was last asked, each incident once. */
    public List<Report> changes() {
        List<Report> reports = changed.stream().map(Report::of).toList();
        changed.clear();
        return reports;
    }

    /** Those that are not over, with all who are in them. */
    public List<Report> open() {
        return outages.values().stream().filter(Outage::isIncident).map(Report::of).toList();
    }

    private void left(ServerName server, Member member, Instant heard, Instant told) {
        DeviceName device = member.name().device();
        if (!outages.containsKey(server) && !hasRoom(device)) {
            passedOver++;
            return;
        }
        Outage outage = outages.computeIfAbsent(server, Outage::new);
        outage.left(member, heard, told);
        if (outage.isIncident()) {
            changed.add(outage);
        } else {
            doubtful = true;
        }
    }

    /** Room for one more, for which the oldest that is no incident has to go. */
    private boolean hasRoom(DeviceName device) {
        if (outages.values().stream().filter(outage -> outage.holds(device)).count()
                >= MOST_OF_A_PHONE) {
            return false;
        }
        if (outages.size() >= MOST) {
            outages.values().stream()
                    .filter(outage -> !outage.isIncident())
                    .findFirst()
                    .ifPresent(outage -> outages.remove(outage.server()));
        }
        return outages.size() < MOST;
    }

    private int enough(Outage outage) {
        int lines = crowd.getOrDefault(outage.server(), 0) + outage.members().size();
        int twentieth = (lines + 19) / 20;
        return Math.min(lines, Math.max(2, Math.min(ENOUGH, twentieth)));
    }

    private void inEach(DeviceName device, Predicate<Outage> change) {
        for (Outage outage : outages.values()) {
            boolean same = outage.server().tenant().equals(device.tenant());
            if (same && change.test(outage) && outage.isIncident()) {
                changed.add(outage);
            }
        }
    }

    private void place(LineName line, Place place) {
        forgetPlace(line);
        places.put(line, place);
        crowd.merge(new ServerName(line.device().tenant(), place.server()), 1, Integer::sum);
    }

    private void forgetPlace(LineName line) {
        Place before = places.remove(line);
        if (before != null) {
            ServerName server = new ServerName(line.device().tenant(), before.server());
            crowd.computeIfPresent(server, (name, lines) -> lines == 1 ? null : lines - 1);
        }
    }

    /** Of one server no two begin in the same millisecond. */
    private static String id(ServerName server, Instant start) {
        return Long.toString(start.toEpochMilli(), 36)
                + "-"
                + Integer.toString(server.hashCode() & 0xfffff, 36);
    }
}
