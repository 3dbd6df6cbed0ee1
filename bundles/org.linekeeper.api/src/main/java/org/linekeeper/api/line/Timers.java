// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * The SIP timers that everything on the wire derives from (RFC 3261 section 17.1.1.1).
 *
 * @param t1Ms estimate of the round trip, the first retransmission interval, at least 1
 * @param t2Ms the longest interval between retransmissions of a non-INVITE request, at least T1
 * @param t4Ms how long a message may stay in the network, at least T1
 */
public record Timers(long t1Ms, long t2Ms, long t4Ms) {
    /** The values of RFC 3261: 500, 4000 and 5000 ms. */
    public static final Timers RFC3261 = new Timers(500, 4000, 5000);

    public Timers {
        if (t1Ms < 1 || t2Ms < t1Ms || t4Ms < t1Ms) {
            throw new IllegalArgumentException(
                    "timers must satisfy 1 <= T1 <= T2, T4, not "
                            + t1Ms
                            + ", "
                            + t2Ms
                            + ", "
                            + t4Ms);
        }
    }

    /** 64 × T1: how long RFC 3261 waits for the final response to a request (timers B and F). */
    public long wholeTimeMs() {
        return 64 * t1Ms;
    }

    /** The same timers, each {@code factor} times as long. */
    public Timers times(double factor) {
        long t1 = Math.max(1, Math.round(t1Ms * factor));
        return new Timers(
                t1,
                Math.max(t1, Math.round(t2Ms * factor)),
                Math.max(t1, Math.round(t4Ms * factor)));
    }
}
