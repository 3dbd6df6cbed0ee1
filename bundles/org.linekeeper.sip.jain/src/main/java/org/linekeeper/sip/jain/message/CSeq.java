// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Number and method of a request within its Call-ID (RFC 3261 section 20.16).
 *
 * @param number 0 to 2^31 - 1
 * @param method as written
 */
public record CSeq(long number, String method) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18})[ \\t]+([A-Za-z0-9.!%*_+`'~-]+)");
    private static final long MAX = Integer.MAX_VALUE;

    static Optional<CSeq> parse(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches() || Long.parseLong(form.group(1)) > MAX) {
            return Optional.empty();
        }
        return Optional.of(new CSeq(Long.parseLong(form.group(1)), form.group(2)));
    }
}
