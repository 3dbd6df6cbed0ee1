// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where numbers and names of people become stars: of each no more than the last two
 * characters stays. To mask twice changes nothing.
 */
public final class Mask {
    private static final int SHOWN = 2;

    /** Up to the last @ before a blank: rather too much than a part of a number. */
    private static final Pattern USER_OF_URI =
            Pattern.compile("(?i)\\b((?:sips?|im|pres|xmpp|mailto|h323):)([^\\s<>\"]*)@");

    /** Digits and what stands between them, as they are or as %31, where a host would be. */
    private static final Pattern NUMBER_WITHOUT_HOST =
            Pattern.compile(
                    "(?i)\\b((?:sips?|im|pres|xmpp|mailto|h323):)"
                            + "((?:%[0-9a-f]{2}|[+*#0-9().-])++)(?![a-z_]|[^\\s<>\"]*@)");

    private static final Pattern NUMBER_OF_URI = Pattern.compile("(?i)\\b(tel:)([^\\s<>\"]*)");

    /** Behind the host nothing is needed, and a parameter or a header can hold a number. */
    private static final Pattern AFTER_HOST = Pattern.compile("[;?].*");

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern NUMBER_FOR_HOST =
            Pattern.compile("(?i)(?:%[0-9a-f]{2}|[+*#0-9().-])+");
    private static final Pattern STOP = Pattern.compile("[.)-]+$");

    private Mask() {}

    /** A user part, a number or a name: stars but for the last two; two or fewer are all stars. */
    public static String user(String user) {
        int hidden = user.length() > SHOWN ? user.length() - SHOWN : user.length();
        return "*".repeat(hidden) + user.substring(hidden);
    }

    /**
     * A URI, an address with a name before it, or a bare number: without its parameters, with user
     * part and name masked.
     */
    public static String address(String address) {
        int open = address.indexOf('<');
        if (open < 0) {
            return uri(address.strip());
        }
        String name = address.substring(0, open).replace("\"", "").strip();
        String inner = address.substring(open + 1);
        int close = inner.indexOf('>');
        String uri = "<" + uri(close < 0 ? inner : inner.substring(0, close)) + ">";
        return name.isEmpty() ? uri : "\"" + user(name) + "\" " + uri;
    }

    private static String uri(String uri) {
        int at = uri.lastIndexOf('@');
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon + 1).toLowerCase(Locale.ROOT);
        boolean sip = scheme.equals("sip:") || scheme.equals("sips:");
        String before = sip || scheme.equals("tel:") ? uri.substring(0, colon + 1) : "";
        if (at >= 0) {
            String host = AFTER_HOST.matcher(uri.substring(at + 1)).replaceFirst("");
            return before + user(uri.substring(before.length(), at)) + "@" + host;
        }
        String rest = AFTER_HOST.matcher(uri.substring(before.length())).replaceFirst("");
        return sip && isHost(rest) ? before + rest : before + user(rest);
    }

    /** Without an @ it is a host, unless it looks like a number. */
    private static boolean isHost(String text) {
        String host = text.replaceFirst("(?<=[^:]):\\d{1,5}$", "");
        return IPV4.matcher(host).matches() || !NUMBER_FOR_HOST.matcher(host).matches();
    }

    /** A sentence: the user part of each URI in it, and a number that is all of a URI. */
    public static String text(String text) {
        String users = each(USER_OF_URI, text, m -> m.group(1) + user(m.group(2)) + "@");
        String hosts = each(NUMBER_WITHOUT_HOST, users, m -> m.group(1) + host(m.group(2)));
        return each(NUMBER_OF_URI, hosts, m -> m.group(1) + user(m.group(2)));
    }

    private static String host(String digits) {
        return IPV4.matcher(STOP.matcher(digits).replaceFirst("")).matches()
                ? digits
                : user(digits);
    }

    /** A SIP message: {@link #text} of it, no credential, and of headers and bodies the known. */
    public static String message(String message) {
        return MaskedMessage.of(message);
    }

    /** Replaces what matches; the replacement is taken as it is. */
    static String each(Pattern pattern, String text, Function<MatchResult, String> form) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(form.apply(m)));
    }
}
