// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;

/**
 * Transitions that are gone for good; loss is never silent.
 *
 * @param from the first of them
 * @param to the last of them
 * @param at when the device noticed
 * @param why a word, such as {@code overflow}, {@code unreadable} or {@code trimmed} (another
 *     history had confirmed them)
 */
public record Gap(long from, long to, Instant at, String why) implements Entry {
    public Gap {
        Check.range("from", from, 1, Check.MAX_NUMBER);
        Check.range("to", to, from, Check.MAX_NUMBER);
        at = Check.time("t", at);
        Check.word("why", why);
    }

    /** How many. */
    public long count() {
        return to - from + 1;
    }

    @Override
    public long first() {
        return from;
    }

    @Override
    public long last() {
        return to;
    }
}
