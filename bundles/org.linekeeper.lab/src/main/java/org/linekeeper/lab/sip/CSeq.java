// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.Optional;

/**
 * A CSeq (RFC 3261 section 20.16).
 *
 * @param number below 2^31
 * @param method the request's method
 */
public record CSeq(long number, String method) {

    /** Empty when the text is no CSeq. */
    public static Optional<CSeq> parse(String text) {
        String[] parts = text.trim().split("[ \t]+");
        if (parts.length != 2 || !parts[0].matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts[0]);
        return number < 1L << 31 ? Optional.of(new CSeq(number, parts[1])) : Optional.empty();
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
