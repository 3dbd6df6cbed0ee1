// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Optional;

/**
 * A line came into another state, or to another server. The words of states and reasons are those
 * of the phone's HTTP API; more may come, so that they are words and no closed list.
 *
 * @param seq counts the device's transitions in an epoch, without gaps, from 1
 * @param at the device's wall clock, milliseconds
 * @param monoMs milliseconds since the device started
 * @param timeQuality where the wall clock comes from: {@code ntp}, {@code rtc}, {@code unknown}
 * @param line the line's number, 1 to 1000
 * @param from the state before
 * @param to the state now
 * @param why the reason
 * @param server the configured address of the server or proxy in use now; empty without one
 * @param policy the policy that decided, with its version
 * @param trace names the ladder of this switch, if the phone keeps one
 */
public record Transition(
        long seq,
        Instant at,
        long monoMs,
        String timeQuality,
        int line,
        String from,
        String to,
        String why,
        Optional<String> server,
        Optional<String> policy,
        Optional<String> trace)
        implements Entry {
    public Transition {
        Check.range("seq", seq, 1, Check.MAX_NUMBER);
        at = Check.time("t", at);
        Check.count("mono", monoMs);
        Check.word("tq", timeQuality);
        Check.line(line);
        Check.word("from", from);
        Check.word("to", to);
        Check.word("why", why);
        Check.text("srv", server, 256);
        Check.text("pol", policy, 128);
        Check.text("trace", trace, 64);
    }

    @Override
    public long first() {
        return seq;
    }

    @Override
    public long last() {
        return seq;
    }
}
