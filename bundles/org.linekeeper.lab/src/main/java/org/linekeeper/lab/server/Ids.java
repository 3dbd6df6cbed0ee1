// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Tags, branches, nonces and Call-IDs. For any thread. */
final class Ids {

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /** So many random bytes in hexadecimal. */
    synchronized String next(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** A branch with the magic cookie of RFC 3261 section 8.1.1.7. */
    String branch() {
        return "z9hG4bK" + next(8);
    }
}
