// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.Locale;
import java.util.Map;

/**
 * One header field as it was written; a folded value is joined by single blanks.
 *
 * @param name as on the wire, possibly a compact form
 * @param value trimmed
 */
public record Header(String name, String value) {

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

    /** Whether this field is the named one; letter case and compact forms make no difference. */
    public boolean is(String other) {
        return key(name).equals(key(other));
    }

    /** The name in lower case, a compact form written out (RFC 3261 section 7.3.3). */
    static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMPACT.getOrDefault(lower, lower);
    }
}
