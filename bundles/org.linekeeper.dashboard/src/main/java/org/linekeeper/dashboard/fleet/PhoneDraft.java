// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Transition;

/** A phone while something that it said is taken in. One thread. */
final class PhoneDraft {
    private final DeviceName name;
    private Optional<Connection> connection = Optional.empty();
    private List<LineNow> lines = List.of();
    private Optional<PolicyName> policy = Optional.empty();
    private int pending;
    private long dropped;
    private Optional<Instant> seen = Optional.empty();
    private Instant leaseFrom;
    private long leaseMs;
    private long ep;
    private long seq;
    private Optional<Phone.Standing> before = Optional.empty();

    /** A phone of which nothing is known. */
    PhoneDraft(DeviceName name, Instant now, long listenedMs) {
        this.name = name;
        this.leaseFrom = now;
        this.leaseMs = listenedMs;
    }

    PhoneDraft(Phone phone) {
        name = phone.name();
        connection = phone.connection();
        lines = phone.lines();
        policy = phone.policy();
        pending = phone.pending();
        dropped = phone.dropped();
        seen = phone.seen();
        leaseFrom = phone.leaseFrom();
        leaseMs = phone.leaseMs();
        ep = phone.ep();
        seq = phone.seq();
        before = Optional.of(phone.standing());
    }

    /** It lives. */
    PhoneDraft alive(Instant at, long listenedMs) {
        if (seen.isEmpty() || seen.get().isBefore(at)) {
            seen = Optional.of(at);
            leaseMs = listenedMs;
        }
        if (leaseFrom.isBefore(at)) {
            leaseFrom = at;
        }
        return this;
    }

    /** So long of the time in which somebody listened it has said nothing. */
    PhoneDraft silentFor(long listenedMs, long silentMs) {
        leaseMs = listenedMs - silentMs;
        return this;
    }

    /** Its last word, as whoever collects has judged. */
    PhoneDraft known(Connection said) {
        connection = Optional.of(said);
        return this;
    }

    /** A will of a connection that is no more says nothing of the one that took its place. */
    PhoneDraft connection(Connection said, boolean alive) {
        boolean stale =
                !said.online()
                        && connection
                                .filter(now -> !now.session().equals(said.session()))
                                .isPresent();
        if (!stale) {
            connection = Optional.of(said);
            // A phone's word on where its numbers stand, whatever rubbish came before.
            if (said.online() && alive && (said.ep() != ep || said.seq() < seq)) {
                seq = said.ep() == ep ? said.seq() : 0;
                ep = said.ep();
            }
        }
        return this;
    }

    /** Older ones than what is known already change nothing but the policy. */
    PhoneDraft snapshot(Snapshot shown, Instant received) {
        policy = shown.policy();
        pending = (int) Math.min(Integer.MAX_VALUE, shown.journal().pending());
        dropped = shown.journal().dropped();
        if (isNewer(shown.ep(), shown.seq()) || (shown.ep() == ep && shown.seq() == seq)) {
            ep = shown.ep();
            seq = shown.seq();
            lines = shown.lines().stream().map(line -> line(line, received)).toList();
        }
        return this;
    }

    PhoneDraft policy(PolicyName said) {
        policy = Optional.of(said);
        return this;
    }

    PhoneDraft transition(long epoch, Transition said, Instant at) {
        if (isNewer(epoch, said.seq())) {
            ep = epoch;
            seq = said.seq();
            List<LineNow> next = new ArrayList<>();
            int calls = 0;
            for (LineNow line : lines) {
                if (line.line() == said.line()) {
                    calls = line.calls();
                } else {
                    next.add(line);
                }
            }
            // Out of service a line has no server of its own: the last one stays, to be counted.
            Optional<String> server =
                    said.server().or(() -> server(said.line())).map(String::intern);
            next.add(
                    new LineNow(
                            said.line(),
                            said.to().intern(),
                            server,
                            at,
                            said.why().intern(),
                            calls));
            next.sort((one, other) -> Integer.compare(one.line(), other.line()));
            lines = next;
        }
        return this;
    }

    /** The phone as it is then. */
    Phone at(Instant now, long listenedMs) {
        Phone.Standing standing = standing(now, listenedMs);
        // What did not change began when it began.
        Phone.Standing kept =
                before.filter(
                                old ->
                                        old.state() == standing.state()
                                                && old.line() == standing.line()
                                                && old.server().equals(standing.server())
                                                && standing.state() == PhoneState.UNKNOWN)
                        .orElse(standing);
        return new Phone(
                name,
                connection,
                lines,
                policy,
                pending,
                dropped,
                seen,
                leaseFrom,
                leaseMs,
                ep,
                seq,
                kept);
    }

    private Phone.Standing standing(Instant now, long listenedMs) {
        Optional<LineNow> worst = PhoneState.worst(lines);
        Optional<String> server = worst.flatMap(LineNow::server);
        int number = worst.map(LineNow::line).orElse(0);
        Optional<Connection> goodbye = connection.filter(said -> !said.online());
        if (goodbye.isPresent()) {
            return unknown(number, server, now, goodbye.get().why().intern());
        }
        if (listenedMs - leaseMs > Phone.lease(connection).toMillis()) {
            return unknown(number, server, now, "lease");
        }
        return worst.map(
                        line ->
                                new Phone.Standing(
                                        PhoneState.ofLine(line.state()),
                                        number,
                                        server,
                                        line.since(),
                                        line.why()))
                .orElseGet(() -> unknown(number, server, now, "not_told"));
    }

    private static Phone.Standing unknown(
            int line, Optional<String> server, Instant since, String why) {
        return new Phone.Standing(PhoneState.UNKNOWN, line, server, since, why);
    }

    private boolean isNewer(long epoch, long number) {
        return epoch > ep || (epoch == ep && number > seq);
    }

    private Optional<String> server(int line) {
        return lines.stream()
                .filter(known -> known.line() == line)
                .findFirst()
                .flatMap(LineNow::server);
    }

    private LineNow line(Line line, Instant received) {
        return new LineNow(
                line.line(),
                line.state().intern(),
                line.target().map(place -> place.server().intern()).or(() -> server(line.line())),
                line.since().isAfter(received) ? received : line.since(),
                line.why().intern(),
                line.calls().size());
    }
}
