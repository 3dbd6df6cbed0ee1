// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A password as {@code mosquitto_passwd} stores it: {@code $7$iterations$salt$hash}, PBKDF2 with
 * HMAC-SHA-512, both parts in Base64.
 */
final class PasswordHash {
    /** More would let a client keep a processor busy by wrong passwords alone. */
    static final int MAX_ITERATIONS = 1_000_000;

    private static final int BYTES = 64;
    private static final String HMAC = "HmacSHA512";

    private final byte[] salt;
    private final int iterations;
    private final byte[] hash;

    private PasswordHash(byte[] salt, int iterations, byte[] hash) {
        this.salt = salt;
        this.iterations = iterations;
        this.hash = hash;
    }

    /** The hash that a text is; empty if it is none. */
    static Optional<PasswordHash> parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 5 || !parts[0].isEmpty() || !parts[1].equals("7")) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[2]);
            byte[] salt = Base64.getDecoder().decode(parts[3]);
            byte[] hash = Base64.getDecoder().decode(parts[4]);
            boolean sound =
                    iterations > 0
                            && iterations <= MAX_ITERATIONS
                            && salt.length > 0
                            && hash.length == BYTES;
            return sound ? Optional.of(new PasswordHash(salt, iterations, hash)) : Optional.empty();
        } catch (IllegalArgumentException notANumberOrNotBase64) {
            return Optional.empty();
        }
    }

    /** Whether it is the hash of this password. */
    boolean fits(String password) {
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        if (key.length == 0) {
            return false;
        }
        return MessageDigest.isEqual(hash, derived(key));
    }

    /** The one block of RFC 8018 section 5.2 that 64 bytes take; the JDK's takes no UTF-8. */
    private byte[] derived(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(salt);
            byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] sum = round.clone();
            for (int i = 1; i < iterations; i++) {
                round = mac.doFinal(round);
                for (int j = 0; j < BYTES; j++) {
                    sum[j] ^= round[j];
                }
            }
            return sum;
        } catch (GeneralSecurityException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
