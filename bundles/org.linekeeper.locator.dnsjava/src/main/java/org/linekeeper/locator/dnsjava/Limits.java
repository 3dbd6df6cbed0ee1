// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

/**
 * What one question may cost, and one server.
 *
 * @param tryMs milliseconds that one DNS server is waited for
 * @param tries rounds over all DNS servers
 * @param totalMs milliseconds after which the question has failed, aliases and rounds and all
 */
record Limits(long tryMs, int tries, long totalMs) {
    static final Limits STANDARD = new Limits(2000, 2, 5000);

    /** Records that are taken from one answer, and targets that one server has at most. */
    static final int RECORDS = 32;

    /** Aliases that are followed from one name. */
    static final int ALIASES = 8;

    /** Names whose NAPTR records are read for one server. */
    static final int NAPTR_NAMES = 8;

    /** Services of one server. */
    static final int SERVICES = 16;

    /** Questions that DNS is asked for one server. */
    static final int QUESTIONS = 96;

    /** How long targets hold when a question on the way to others was not answered. */
    static final long MISSED_MS = 60_000;

    /**
     * Milliseconds after which nothing more is asked for one server: one failed question each for
     * NAPTR, SRV and addresses. With the last question it has ended {@link #totalMs} later.
     */
    long chainMs() {
        return 3 * totalMs;
    }
}
