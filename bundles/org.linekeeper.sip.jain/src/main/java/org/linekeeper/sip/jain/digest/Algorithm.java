// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** Hashes that a challenge can ask for, the weakest first. */
enum Algorithm {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String token;

    Algorithm(String token) {
        this.token = token;
    }

    /** Its name in headers; an empty name is MD5 (RFC 7616 section 3.3). */
    static Optional<Algorithm> named(String name) {
        return name.isEmpty()
                ? Optional.of(MD5)
                : Stream.of(values()).filter(a -> a.token.equalsIgnoreCase(name)).findFirst();
    }

    String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + token, e);
        }
    }
}
