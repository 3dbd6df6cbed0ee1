// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.IDN;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A host name that DNS can be asked for.
 *
 * @param ascii letters, digits, hyphens and underscores in labels (RFC 1123 section 2.1;
 *     underscores stand in names of the field), international ones encoded, without a dot at the
 *     end
 */
record HostName(String ascii) {
    private static final int LONGEST = 253;
    private static final int LONGEST_TYPED = 1024;
    private static final Pattern LABEL = Pattern.compile("\\w|\\w[\\w-]{0,61}\\w");

    /**
     * Reads a configured name.
     *
     * @throws NotAName with a sentence that says what is wrong with it
     */
    static HostName of(String text) throws NotAName {
        if (IpLiteral.looksLikeOne(text)) {
            throw new NotAName(text, "no IP address, and no name either");
        }
        String ascii = encoded(text);
        String bare = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (bare.isEmpty()) {
            throw new NotAName(text, "no server name: it is empty");
        }
        if (bare.length() > LONGEST) {
            throw new NotAName(text, "no host name: longer than " + LONGEST + " characters");
        }
        for (String label : bare.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new NotAName(
                        text,
                        "no host name: '"
                                + Texts.shown(label)
                                + "' is not 1 to 63 letters, digits and inner hyphens");
            }
        }
        return new HostName(bare);
    }

    /** The name as DNS writes it. */
    Name name() {
        try {
            return Name.fromString(ascii, Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException("not a DNS name: " + ascii, e);
        }
    }

    private static String encoded(String text) throws NotAName {
        if (text.length() > LONGEST_TYPED) {
            throw new NotAName(text, "no host name: longer than " + LONGEST + " characters");
        }
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException e) {
            throw new NotAName(text, "no host name: a label cannot be encoded for DNS");
        }
    }

    /** Not a host name; the message is a sentence for the user. */
    static final class NotAName extends Exception {
        private NotAName(String text, String why) {
            super(Texts.shown(text) + " is " + why);
        }
    }
}
