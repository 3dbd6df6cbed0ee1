// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How long one attempt may stay without any response. With a number of sends the verdict falls when
 * send n + 1 would be due; on TCP and TLS, where nothing is retransmitted, at the same time. With a
 * duration it falls then. With neither it falls after 64 × T1. Of both the earlier counts.
 *
 * @param sends transmissions, at least 1
 * @param durationMs milliseconds, at least 1
 */
public record Budget(OptionalInt sends, OptionalLong durationMs) {
    /** 64 × T1 (RFC 3261 timers B and F). */
    public static final Budget WHOLE = new Budget(OptionalInt.empty(), OptionalLong.empty());

    public Budget {
        if (sends.orElse(1) < 1 || durationMs.orElse(1) < 1) {
            throw new IllegalArgumentException("a budget is at least 1, not " + sends + durationMs);
        }
    }

    public static Budget sends(int n) {
        return new Budget(OptionalInt.of(n), OptionalLong.empty());
    }

    public static Budget durationMs(long ms) {
        return new Budget(OptionalInt.empty(), OptionalLong.of(ms));
    }
}
