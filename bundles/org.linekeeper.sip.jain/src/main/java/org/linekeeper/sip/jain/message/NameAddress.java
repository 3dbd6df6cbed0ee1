// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A URI with header parameters, as in From, To, Contact, Route (RFC 3261 section 20.10).
 *
 * @param uri the URI
 * @param parameters of the header; names in lower case, values without quotes
 * @param text as it can be sent back
 */
public record NameAddress(Uri uri, Map<String, String> parameters, String text) {
    public NameAddress {
        parameters = Map.copyOf(parameters);
    }

    /** Reads all values of a header such as {@code Contact}; empty if one of them is none. */
    public static Optional<List<NameAddress>> parseAll(String header, List<String> values) {
        return JainSyntax.addresses(header, values);
    }

    /** The tag; empty if there is none. */
    public String tag() {
        return parameters.getOrDefault("tag", "");
    }

    /** A parameter that is a number of seconds; empty if it is none. */
    public Optional<Integer> seconds(String name) {
        return Optional.ofNullable(parameters.get(name))
                .filter(value -> value.matches("\\d{1,20}"))
                .map(SipMessage::clamped);
    }

    /** A display name as a quoted string, or nothing for an empty one. */
    public static String quoted(String display) {
        if (display.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("\"");
        display.chars()
                .filter(c -> c >= ' ' && c != 127)
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                out.append('\\');
                            }
                            out.append((char) c);
                        });
        return out.append("\" ").toString();
    }
}
