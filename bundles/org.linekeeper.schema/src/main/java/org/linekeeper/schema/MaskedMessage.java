// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message without numbers, names and credentials. What is not known to be free of them is
 * left out: headers that are not listed here, and bodies other than SDP.
 */
final class MaskedMessage {
    private static final String HIDDEN = "***";

    /** Of these the URIs and names are masked. */
    private static final Set<String> ADDRESSES =
            Set.of(
                    "from",
                    "f",
                    "to",
                    "t",
                    "contact",
                    "m",
                    "route",
                    "record-route",
                    "path",
                    "service-route",
                    "p-asserted-identity",
                    "p-preferred-identity",
                    "p-associated-uri",
                    "remote-party-id",
                    "refer-to",
                    "r",
                    "referred-by",
                    "b",
                    "diversion",
                    "reply-to",
                    "p-called-party-id");

    /** Of these nothing but a quoted text or a URI can tell of a person. */
    private static final Set<String> PLAIN =
            Set.of(
                    "via",
                    "v",
                    "call-id",
                    "i",
                    "cseq",
                    "max-forwards",
                    "expires",
                    "min-expires",
                    "retry-after",
                    "allow",
                    "supported",
                    "k",
                    "require",
                    "proxy-require",
                    "unsupported",
                    "user-agent",
                    "server",
                    "content-type",
                    "c",
                    "content-length",
                    "l",
                    "event",
                    "o",
                    "subscription-state",
                    "allow-events",
                    "u",
                    "session-expires",
                    "x",
                    "min-se",
                    "reason",
                    "warning",
                    "accept",
                    "rack",
                    "rseq",
                    "timestamp",
                    "date",
                    "priority");

    /** Of these the scheme stays: without one they are no SIP, and Wireshark says so. */
    private static final Set<String> CREDENTIALS =
            Set.of(
                    "authorization",
                    "proxy-authorization",
                    "www-authenticate",
                    "proxy-authenticate");

    private static final Pattern SCHEME = Pattern.compile("(?i)\\s*(Digest)\\s.*");

    /** A name before an address, quoted or not. */
    private static final Pattern NAME =
            Pattern.compile("(^|,)\\s*(\"?)([^\"<,\\s][^\"<,]*?)\\2\\s*(?=<)");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern DIGITS = Pattern.compile("[+\\d][+\\d*#]{2,}");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern STATUS_LINE = Pattern.compile("(?i)(SIP/2.0 \\d{3} )(.*)");
    private static final Pattern OF_SDP =
            Pattern.compile("(?m)^([osiuepk]=|a=(?:crypto|key-mgmt):)([^\\r\\n]*)");

    private MaskedMessage() {}

    static String of(String message) {
        String text = FOLD.matcher(message).replaceAll(" ");
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        String body = end < 0 ? "" : text.substring(end + 4);
        StringBuilder masked = new StringBuilder();
        boolean sdp = false;
        for (String line : head.split("\\r?\\n", -1)) {
            boolean first = masked.length() == 0;
            masked.append(first ? start(line) : "\r\n" + header(line));
            sdp |=
                    line.toLowerCase(Locale.ROOT)
                            .matches("(content-type|c)\\s*:\\s*application/sdp.*");
        }
        if (end >= 0) {
            masked.append("\r\n\r\n").append(body.isEmpty() ? "" : sdp ? sdp(body) : HIDDEN);
        }
        return masked.toString();
    }

    private static String start(String line) {
        return Mask.each(STATUS_LINE, Mask.text(line), m -> m.group(1) + digits(m.group(2)));
    }

    private static String header(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return line.isEmpty() ? "" : HIDDEN;
        }
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1);
        if (ADDRESSES.contains(name)) {
            return line.substring(0, colon + 1) + addresses(value);
        }
        if (PLAIN.contains(name)) {
            String quoted =
                    Mask.each(QUOTED, Mask.text(value), m -> "\"" + digits(m.group(1)) + "\"");
            boolean callId = name.equals("call-id") || name.equals("i");
            return line.substring(0, colon + 1) + (callId ? callId(quoted) : quoted);
        }
        Matcher scheme = SCHEME.matcher(value);
        boolean kept = CREDENTIALS.contains(name) && scheme.matches();
        return line.substring(0, colon + 1) + (kept ? " " + scheme.group(1) : "") + " " + HIDDEN;
    }

    /** Some phones put the number they call into it; behind the @ is a host. */
    private static String callId(String value) {
        int at = value.lastIndexOf('@');
        return at < 0 ? digits(value) : digits(value.substring(0, at)) + value.substring(at);
    }

    /** A name in quotes may hold what looks like an address, so that quotes go first. */
    private static String addresses(String value) {
        String quoted = Mask.each(QUOTED, value, m -> "\"" + Mask.user(m.group(1)) + "\"");
        String named =
                Mask.each(
                        NAME,
                        quoted,
                        m -> m.group(1) + " \"" + Mask.user(m.group(3).strip()) + "\" ");
        return Mask.text(named);
    }

    private static String sdp(String body) {
        return Mask.each(OF_SDP, Mask.text(body), m -> m.group(1) + HIDDEN);
    }

    private static String digits(String text) {
        return Mask.each(DIGITS, text, m -> Mask.user(m.group()));
    }
}
