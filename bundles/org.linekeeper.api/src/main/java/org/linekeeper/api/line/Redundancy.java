// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Failover and return between a line's servers, or its proxies.
 *
 * @param registration with one server at a time or with all
 * @param probe how the primary is probed while another serves
 * @param probeIntervalSeconds between two probes
 * @param returnDelaySeconds from the first good probe to the return
 * @param idleOnly whether the line returns only while the phone has no call
 * @param removeOldBinding whether the binding at the server just left is removed
 */
public record Redundancy(
        Scheme registration,
        Probe probe,
        long probeIntervalSeconds,
        long returnDelaySeconds,
        boolean idleOnly,
        boolean removeOldBinding) {
    /** One server at a time, a REGISTER to the primary each half hour. */
    public static final Redundancy STANDARD =
            new Redundancy(Scheme.SUCCESSIVE, Probe.REGISTER, 1800, 0, false, true);

    /** With how many servers a line is registered. */
    public enum Scheme {
        CONCURRENT,
        SUCCESSIVE
    }

    /** What a probe is. */
    public enum Probe {
        REGISTER,
        OPTIONS,
        /** No probe and no return. */
        NONE
    }
}
