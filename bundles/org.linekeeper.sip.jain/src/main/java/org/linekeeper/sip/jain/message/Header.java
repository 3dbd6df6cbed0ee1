// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One header field, unfolded.
 *
 * @param name as it stands in the message
 * @param value trimmed, never with a line break
 */
public record Header(String name, String value) {
    /** RFC 3261 section 7.3.3 and the extensions that a phone meets. */
    private static final Map<String, String> COMPACT =
            Map.ofEntries(
                    Map.entry("c", "content-type"),
                    Map.entry("e", "content-encoding"),
                    Map.entry("f", "from"),
                    Map.entry("i", "call-id"),
                    Map.entry("k", "supported"),
                    Map.entry("l", "content-length"),
                    Map.entry("m", "contact"),
                    Map.entry("o", "event"),
                    Map.entry("r", "refer-to"),
                    Map.entry("s", "subject"),
                    Map.entry("t", "to"),
                    Map.entry("u", "allow-events"),
                    Map.entry("v", "via"),
                    Map.entry("x", "session-expires"));

    public Header {
        Objects.requireNonNull(name);
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line break in header " + name);
        }
    }

    /** The long form of a name in lower case. */
    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() == 1 ? COMPACT.getOrDefault(lower, lower) : lower;
    }

    /** Whether this is the header with that name, in its long or its compact form. */
    public boolean is(String other) {
        return canonical(name).equals(canonical(other));
    }
}
