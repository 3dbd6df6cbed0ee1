// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;

/** Those who left one server. It becomes an incident when they are enough. One thread. */
final class Outage {
    private final ServerName server;
    private final Map<LineName, Member> members = new LinkedHashMap<>();
    private Optional<String> id = Optional.empty();
    private Optional<Instant> end = Optional.empty();
    private Instant lastLeft = Instant.EPOCH;
    private Instant lastBack = Instant.EPOCH;

    Outage(ServerName server) {
        this.server = server;
    }

    /** One that was kept. */
    Outage(ServerName server, String id, Collection<Member> kept) {
        this(server);
        this.id = Optional.of(id);
        for (Member member : kept) {
            members.put(member.name(), member);
            lastLeft = later(lastLeft, member.left());
            lastBack = later(lastBack, member.returned().orElse(Instant.EPOCH));
        }
    }

    ServerName server() {
        return server;
    }

    Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    boolean isIncident() {
        return id.isPresent();
    }

    /** A line leaves; one that left, came back and leaves again counts once, as it was at first. */
    void left(Member member) {
        lastLeft = later(lastLeft, member.left());
        members.merge(
                member.name(),
                member,
                (old, again) -> old.returned().isPresent() || !old.away() ? again : old);
    }

    /** Whether something is different now. */
    boolean inService(LineName name, String where, Instant at, OptionalLong mono) {
        Member member = members.get(name);
        if (member == null || at.isBefore(member.left())) {
            return false;
        }
        Member now = member.lost() ? member.lost(false) : member;
        now = now.arrives(at, mono, where);
        if (where.equals(server.server()) && now.returned().isEmpty()) {
            now = now.returns(at);
            lastBack = later(lastBack, at);
        }
        members.put(name, now);
        return !now.equals(member);
    }

    /** Whether something is different now. */
    boolean lost(LineName name) {
        Member member = members.get(name);
        if (member == null || member.lost() || !member.away()) {
            return false;
        }
        members.put(name, member.lost(true));
        return true;
    }

    /** Forgets who left long ago, as long as it is no incident. */
    void forget(Instant before) {
        members.values().removeIf(member -> member.left().isBefore(before));
    }

    int phones() {
        Set<DeviceName> phones = new HashSet<>();
        members.keySet().forEach(name -> phones.add(name.device()));
        return phones.size();
    }

    void become(String name) {
        id = Optional.of(name);
    }

    /** Whether all who can come back are back, and nobody left for a while. */
    boolean isSettled(Instant now, Duration quiet) {
        boolean still = now.isAfter(later(lastLeft, lastBack).plus(quiet));
        return still && members.values().stream().noneMatch(Member::away);
    }

    Instant lastLeft() {
        return lastLeft;
    }

    void end() {
        end = Optional.of(later(lastLeft, lastBack));
    }

    /** In numbers; an incident only. */
    Incident incident() {
        Map<DeviceName, Boolean> away = new HashMap<>();
        Set<DeviceName> without = new HashSet<>();
        Map<DeviceName, Integer> calls = new HashMap<>();
        Map<String, Integer> causes = new HashMap<>();
        Instant start = Instant.MAX;
        for (Member member : members.values()) {
            DeviceName phone = member.name().device();
            away.merge(phone, member.returned().isEmpty(), Boolean::logicalOr);
            calls.merge(phone, member.departure().calls(), Math::max);
            causes.merge(member.departure().why(), 1, Integer::sum);
            start = member.left().isBefore(start) ? member.left() : start;
            if (member.withoutService()) {
                without.add(phone);
            }
        }
        int absent = (int) away.values().stream().filter(each -> each).count();
        long[] times =
                members.values().stream()
                        .map(Member::outMs)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .sorted()
                        .toArray();
        return new Incident(
                id.orElseThrow(),
                server,
                Collections.max(causes.entrySet(), Map.Entry.comparingByValue()).getKey(),
                start,
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
