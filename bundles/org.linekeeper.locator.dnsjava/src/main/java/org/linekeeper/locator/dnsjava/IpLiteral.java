// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as text. Equal addresses get equal text (RFC 5952): a target is known by it. */
final class IpLiteral {
    // No leading zero: some read 010 as eight, some as ten.
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
    private static final Pattern BRACKETS = Pattern.compile("\\[(.*:.*)]");

    private IpLiteral() {}

    /** Reads an address, IPv6 with or without brackets; empty when it is none. Asks no DNS. */
    static Optional<InetAddress> parse(String text) {
        Matcher bracketed = BRACKETS.matcher(text);
        String bare = bracketed.matches() ? bracketed.group(1) : text;
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InetAddress.getByName(bare.indexOf(':') < 0 ? bare : "[" + bare + "]"));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is meant to be an address, well formed or not: no name looks like it. */
    static boolean looksLikeOne(String text) {
        return text.indexOf(':') >= 0 || text.startsWith("[") || text.matches("(.*\\.)?[0-9]+\\.?");
    }

    /** The address in RFC 5952's form, without brackets, with its zone if it has one. */
    static String text(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address.getHostAddress();
        }
        String full = six.getHostAddress();
        int zone = full.indexOf('%');
        return compressed(six.getAddress()) + (zone < 0 ? "" : full.substring(zone));
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = longestZeros(groups);
        int end = start + zerosAt(groups, start);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start && end - start > 1) {
                text.append("::");
                i = end - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int longestZeros(int[] groups) {
        int best = 0;
        for (int i = 1; i < groups.length; i++) {
            if (zerosAt(groups, i) > zerosAt(groups, best)) {
                best = i;
            }
        }
        return best;
    }

    private static int zerosAt(int[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - start;
    }
}
