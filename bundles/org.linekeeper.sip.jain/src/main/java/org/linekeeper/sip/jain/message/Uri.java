// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A URI (RFC 3261 section 19.1).
 *
 * @param scheme in lower case
 * @param user decoded; empty if there is none
 * @param host without brackets; empty if the scheme is neither sip nor sips
 * @param port 0 = not given
 * @param parameters names in lower case; an empty value for a flag
 * @param text as written
 */
public record Uri(
        String scheme,
        String user,
        String host,
        int port,
        Map<String, String> parameters,
        String text) {
    /** The parameter of our Contact that says at which of the line's servers it was registered. */
    public static final String AT = "lk-at";

    public Uri {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a URI; empty if it is none. */
    public static Optional<Uri> parse(String text) {
        return JainSyntax.uri(text);
    }

    public boolean isSip() {
        return scheme.equals("sip") || scheme.equals("sips");
    }

    /** The port, or the one that the URI's scheme and transport imply. */
    public int portOrDefault() {
        boolean tls =
                scheme.equals("sips")
                        || parameters.getOrDefault("transport", "").equalsIgnoreCase("tls");
        return port != 0 ? port : tls ? 5061 : 5060;
    }

    /** Whether both are the same Contact of ours: parameters but transport and {@link #AT} vary. */
    public boolean sameContact(Uri other) {
        return user.equals(other.user)
                && host.equalsIgnoreCase(other.host)
                && portOrDefault() == other.portOrDefault()
                && transport().equals(other.transport())
                && differsNot(parameters.get(AT), other.parameters.get(AT));
    }

    /** A parameter that only one side carries does not count (RFC 3261 section 19.1.4). */
    private static boolean differsNot(String one, String other) {
        return one == null || other == null || one.equals(other);
    }

    private String transport() {
        return parameters.getOrDefault("transport", "udp").toLowerCase(Locale.ROOT);
    }

    /** A host for use in a URI or Via: IPv6 literals get their brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /** A user part with everything escaped that may not stand there (RFC 3261 section 25.1). */
    public static String escapedUser(String user) {
        StringBuilder out = new StringBuilder();
        for (byte octet : user.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    c < 128
                            && (Character.isLetterOrDigit(c)
                                    || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
