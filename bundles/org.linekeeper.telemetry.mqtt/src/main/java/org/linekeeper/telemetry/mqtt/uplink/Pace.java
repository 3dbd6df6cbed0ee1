// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.random.RandomGenerator;

/** Times that are drawn, so that the phones of a fleet do not act as one. All in milliseconds. */
final class Pace {
    private static final long FIRST_MS = 1_000;
    private static final long MOST_MS = 300_000;
    private static final long LEAST_MS = 50;
    private static final long MOST_UPLOAD_MS = 30_000;
    private static final int MOST_DOUBLINGS = 9;

    private final RandomGenerator chance;

    Pace(RandomGenerator chance) {
        this.chance = chance;
    }

    /** Before the next try, after so many that failed: full jitter, 1 s doubling up to 5 min. */
    long retry(int failures) {
        long most = Math.min(MOST_MS, FIRST_MS << Math.min(failures - 1, MOST_DOUBLINGS));
        return LEAST_MS + chance.nextLong(most - LEAST_MS + 1);
    }

    /** Before what has piled up is sent: nobody else was heard either while the broker was gone. */
    long upload(long outageMs) {
        return chance.nextLong(Math.min(MOST_UPLOAD_MS, outageMs / 4) + 1);
    }

    /** A period, a fifth shorter or longer. */
    long around(long periodMs) {
        return periodMs - periodMs / 5 + chance.nextLong(2 * periodMs / 5 + 1);
    }

    /** A name for a connection. */
    String session() {
        return String.format("%012x", chance.nextLong() & 0xffff_ffff_ffffL);
    }
}
