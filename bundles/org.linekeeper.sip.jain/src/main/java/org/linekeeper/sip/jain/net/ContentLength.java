// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/**
 * The length that a header block gives for the body; on a stream it must (RFC 3261 section 20.14).
 *
 * @param bytes 0 to {@link #MAX}
 * @param fault why there is no length that one could rely on
 */
record ContentLength(int bytes, Optional<String> fault) {
    /** More than any message may have, and far from an overflow. */
    private static final int MAX = 9_999_999;

    private static final int MAX_DIGITS = 7;

    /**
     * @param length of the block, which ends in an empty line
     */
    static ContentLength in(byte[] block, int length) {
        // Each byte is a character. A line that starts with a blank goes on with the one before.
        String text = new String(block, 0, length, ISO_8859_1);
        String value = null;
        for (String line : text.replaceAll("\r\n[ \t]+", " ").split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && isName(line.substring(0, colon).trim())) {
                if (value != null) {
                    return wrong("Content-Length twice");
                }
                value = line.substring(colon + 1).trim();
            }
        }
        return value == null ? wrong("Content-Length missing") : of(value);
    }

    private static ContentLength of(String value) {
        String digits = value.replaceFirst("^0+(?=.)", "");
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.isEmpty()) {
            return wrong("Content-Length that is no number");
        }
        return new ContentLength(
                digits.length() > MAX_DIGITS ? MAX : Integer.parseInt(digits), Optional.empty());
    }

    private static boolean isName(String name) {
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("l");
    }

    private static ContentLength wrong(String fault) {
        return new ContentLength(0, Optional.of(fault));
    }
}
