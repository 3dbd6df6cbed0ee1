// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.random.RandomGenerator;

/** Names that nobody else gives or guesses (RFC 3261 sections 8.1.1.4, 8.1.1.7, 19.3). */
public final class Ids {
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuv";

    private final RandomGenerator random;

    /** Names drawn from {@code random}, a cryptographic one on a phone. */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    public String branch() {
        return Via.COOKIE + letters(24);
    }

    public String tag() {
        return letters(16);
    }

    public String callId() {
        return letters(26);
    }

    /** For a digest's cnonce. */
    public String cnonce() {
        return letters(16);
    }

    /** A random UUID (RFC 4122 version 4). */
    public String uuid() {
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | (2L << 62);
        return new java.util.UUID(high, low).toString();
    }

    /** A first CSeq: anything that leaves room to grow. */
    public long cseq() {
        return 1 + random.nextInt(10_000);
    }

    private String letters(int count) {
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }
}
