// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.PolicyName;

/**
 * A phone as far as a list needs it: a hundred thousand of them are held in memory.
 *
 * @param name who it is
 * @param connection its last birth, will or farewell
 * @param lines as last told of, by number
 * @param policy which one decides there
 * @param pending transitions that it keeps for the history; 0 = none or not told
 * @param dropped transitions that it lost
 * @param seen the last sign of life
 * @param leaseFrom since when its lease runs
 * @param leaseMs how long somebody had listened to the fleet then
 * @param ep the epoch of {@code seq}
 * @param seq the last transition that is in {@code lines}
 * @param standing what it is worth now
 */
public record Phone(
        DeviceName name,
        Optional<Connection> connection,
        List<LineNow> lines,
        Optional<PolicyName> policy,
        int pending,
        long dropped,
        Optional<Instant> seen,
        Instant leaseFrom,
        long leaseMs,
        long ep,
        long seq,
        Standing standing) {
    /** Of a phone that has said nothing of itself, but something. */
    public static final Duration USUAL_LEASE = Duration.ofMinutes(15);

    public Phone {
        lines = List.copyOf(lines);
    }

    /**
     * What is said of a phone in one row.
     *
     * @param state the worst of its lines, or unknown
     * @param line the line that it is of; 0 = none
     * @param server where that line is
     * @param since since when
     * @param why a word
     */
    public record Standing(
            PhoneState state, int line, Optional<String> server, Instant since, String why) {}

    public PhoneState state() {
        return standing.state();
    }

    public boolean online() {
        return connection.map(Connection::online).orElse(false);
    }

    /** Whether it is to be heard of: its last word was no farewell. */
    public boolean isAwaited() {
        return connection
                .map(last -> last.online() || last.why().equals(Connection.WILL))
                .orElse(true);
    }

    /** Where it stands, if it tells. */
    public Optional<String> site() {
        return connection.flatMap(Connection::site);
    }

    public int calls() {
        return lines.stream().mapToInt(LineNow::calls).sum();
    }

    public Optional<LineNow> line(int number) {
        return lines.stream().filter(line -> line.line() == number).findFirst();
    }

    /** When it counts as gone unless it says something; later where nobody could be heard. */
    public Instant leaseUntil() {
        return leaseFrom.plus(lease(connection));
    }

    /** Whether somebody has listened longer than that, and heard nothing. */
    boolean isSilent(long listenedMs) {
        return listenedMs - leaseMs > lease(connection).toMillis();
    }

    static Duration lease(Optional<Connection> connection) {
        return connection.map(Connection::lease).orElse(USUAL_LEASE);
    }
}
