// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash for digest authentication (RFC 8760). */
public enum DigestAlgorithm {
    /** RFC 2617. */
    MD5("MD5"),
    /** RFC 7616. */
    SHA_256("SHA-256");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /** The name on the wire, which is also the JDK's. */
    public String token() {
        return token;
    }

    /** The hash in lower-case hexadecimal. */
    public String hex(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(token);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + token, e);
        }
    }
}
