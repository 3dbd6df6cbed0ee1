// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.linekeeper.collector.fleet.DeviceName;

/** Those who left one server. It becomes an incident when they are enough. One thread. */
final class Outage {
    private final ServerName server;
    private final Map<LineName, Member> members = new LinkedHashMap<>();
    private final Doubt doubt = new Doubt();
    private final Optional<Remainder> remainder;
    private Optional<String> id = Optional.empty();
    private Optional<Instant> end = Optional.empty();
    private Instant began = Instant.MAX;
    private Instant lastLeft = Instant.EPOCH;
    private Instant lastBack = Instant.EPOCH;
    private Instant lastLost = Instant.EPOCH;

    Outage(ServerName server) {
        this.server = server;
        this.remainder = Optional.empty();
    }

    /** An incident that was kept; those whose phones have gone are waited for from now on. */
    Outage(Report kept, Instant now) {
        Incident incident = kept.incident();
        server = incident.server();
        id = Optional.of(incident.id());
        began = incident.start();
        for (Member member : kept.members()) {
            members.put(member.name(), member);
            lastLeft = later(lastLeft, member.left());
            lastBack = later(lastBack, member.returned().orElse(Instant.EPOCH));
            lastLost = member.lost() ? now : lastLost;
        }
        remainder =
                kept.lines() > members.size()
                        ? Optional.of(Remainder.of(kept, counted()))
                        : Optional.empty();
    }

    ServerName server() {
        return server;
    }

    Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    /** How many lines left, of whom not all need be known. */
    int lines() {
        return members.size() + remainder.map(Remainder::lines).orElse(0);
    }

    boolean isIncident() {
        return id.isPresent();
    }

    /**
     * A line leaves. One that is back and leaves again is as it left last; when all this began
     * stays.
     *
     * @param heard when that was heard
     * @param told when it was by the phone's clock, whether it knows the time or not
     */
    void left(Member member, Instant heard, Instant told) {
        lastLeft = later(lastLeft, heard);
        members.merge(member.name(), member, (old, again) -> old.away() ? old : again);
        if (!isIncident()) {
            doubt.left(member.name(), heard, told);
        }
    }

    /**
     * That a line is in service.
     *
     * @param server where
     * @param state {@code on_primary} or {@code on_backup}
     * @param at when it came there
     * @param heard when that was heard
     * @param mono the phone's count of milliseconds then, from a transition; without it what is
     *     older than the departure tells of the time before
     */
    record Sighting(String server, String state, Instant at, Instant heard, OptionalLong mono) {}

    /** A line is in service; whether something is different now. */
    boolean inService(LineName name, Sighting seen) {
        Member member = members.get(name);
        if (member == null || seen.mono().isEmpty() && seen.at().isBefore(member.left())) {
            return false;
        }
        Member now = member.lost() ? member.lost(false) : member;
        now = now.arrives(seen.at(), seen.mono(), seen.server());
        if (isHome(member.departure(), seen) && now.returned().isEmpty()) {
            now = now.returns(seen.at());
            lastBack = later(lastBack, seen.heard());
        }
        members.put(name, now);
        return !now.equals(member);
    }

    /** On its primary, or where it was; two servers of a line may have one address. */
    private boolean isHome(Member.Departure departure, Sighting seen) {
        return seen.state().equals("on_primary")
                || seen.state().equals(departure.from()) && seen.server().equals(server.server());
    }

    /** A line's phone has gone; whether something is different now. */
    boolean lost(LineName name, Instant heard) {
        boolean changed = giveUp(name);
        if (changed) {
            lastLost = later(lastLost, heard);
        }
        return changed;
    }

    /** A line is not to be in service any more; whether something is different now. */
    boolean disabled(LineName name) {
        return giveUp(name);
    }

    private boolean giveUp(LineName name) {
        return replace(name, Member::away, member -> member.lost(true));
    }

    /** A line whose phone has gone is known again, out of service; whether that is different. */
    boolean found(LineName name) {
        return replace(name, Member::lost, member -> member.lost(false));
    }

    private boolean replace(LineName name, Predicate<Member> which, UnaryOperator<Member> change) {
        Member member = members.get(name);
        if (member == null || !which.test(member)) {
            return false;
        }
        members.put(name, change.apply(member));
        return true;
    }

    boolean holds(DeviceName device) {
        return members.keySet().stream().anyMatch(name -> name.device().equals(device));
    }

    /** Forgets who left long ago, as long as it is no incident. */
    void forget(Instant before) {
        doubt.forget(before).forEach(members::remove);
    }

    /** How many phones left together, as far as it is no incident yet. */
    int together(Duration window) {
        return doubt.together(members, window);
    }

    /** It is an incident from its first departure on. */
    void become(Function<Instant, String> name) {
        began = members.values().stream().map(Member::left).min(Instant::compareTo).orElseThrow();
        id = Optional.of(name.apply(began));
        doubt.clear();
    }

    /**
     * Whether all who can come back are back, and nobody left or came for a while.
     *
     * @param grace how long those are waited for whose phone has gone
     */
    boolean isSettled(Instant now, Duration quiet, Duration grace) {
        boolean gone = members.values().stream().anyMatch(Member::lost);
        return now.isAfter(later(lastLeft, lastBack).plus(quiet))
                && members.values().stream().noneMatch(Member::away)
                && (!gone || now.isAfter(lastLost.plus(grace)));
    }

    Instant lastLeft() {
        return lastLeft;
    }

    void end() {
        end = Optional.of(later(began, later(lastLeft, lastBack)));
    }

    /** In numbers; an incident only. */
    Incident incident() {
        Incident counted = counted();
        return remainder.map(rest -> rest.addedTo(counted)).orElse(counted);
    }

    private Incident counted() {
        Map<DeviceName, Boolean> away = new HashMap<>();
        Set<DeviceName> without = new HashSet<>();
        Map<DeviceName, Integer> calls = new HashMap<>();
        Map<String, Integer> causes = new HashMap<>();
        for (Member member : members.values()) {
            DeviceName phone = member.name().device();
            away.merge(phone, member.returned().isEmpty(), Boolean::logicalOr);
            calls.merge(phone, member.departure().calls(), Math::max);
            causes.merge(member.departure().why(), 1, Integer::sum);
            if (member.withoutService()) {
                without.add(phone);
            }
        }
        int absent = (int) away.values().stream().filter(each -> each).count();
        long[] times =
                members.values().stream().flatMapToLong(each -> each.outMs().stream()).toArray();
        Arrays.sort(times);
        return new Incident(
                id.orElseThrow(),
                server,
                Collections.max(causes.entrySet(), Map.Entry.comparingByValue()).getKey(),
                began,
                end,
                away.size(),
                absent,
                without.size(),
                away.size() - absent,
                calls.values().stream().mapToInt(Integer::intValue).sum(),
                Percentile.of(times, 50),
                Percentile.of(times, 99));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
