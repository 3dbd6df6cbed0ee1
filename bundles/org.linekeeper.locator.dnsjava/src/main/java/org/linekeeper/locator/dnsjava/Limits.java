// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

/**
 * What one question may cost.
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
}
