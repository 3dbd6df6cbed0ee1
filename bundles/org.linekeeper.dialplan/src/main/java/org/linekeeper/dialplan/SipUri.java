// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;

/** What rules have to know of SIP URIs (RFC 3261 section 19.1). */
final class SipUri {
    private static final int MAX_PORT = 65535;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?i)(?<scheme>sips?):(?:[^\\s<>\"@\\p{Cntrl}]+@)?"
                            + "(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(?<port>\\d{1,5}))?"
                            + "(?<rest>[;?][^\\s<>\"\\p{Cntrl}]*)?");
    private static final Pattern TRANSPORT =
            Pattern.compile("(?i)[^?]*;transport=(udp|tcp|tls)(?:[;?].*)?");

    private SipUri() {}

    /** Whether a call can be sent there. */
    static boolean isDestination(String uri) {
        Matcher form = FORM.matcher(uri);
        if (uri.length() > Destination.MOST_URI || !form.matches()) {
            return false;
        }
        String port = form.group("port");
        return port == null || Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MAX_PORT;
    }

    /** Without parameters and headers; a user part keeps all that it has. */
    static String bare(String uri) {
        int host = uri.indexOf('@') + 1;
        int end = host;
        while (end < uri.length() && uri.charAt(end) != ';' && uri.charAt(end) != '?') {
            end++;
        }
        return uri.substring(0, end);
    }

    /** Whether both name the same host and port, written the same way. */
    static boolean samePlace(String one, String other) {
        return place(one).equals(place(other));
    }

    private static String place(String uri) {
        String bare = bare(uri);
        int user = bare.indexOf('@');
        String place = bare.substring((user < 0 ? bare.indexOf(':') : user) + 1);
        return place.toLowerCase(Locale.ROOT);
    }

    /**
     * Over which transport a destination is asked: sips is TLS whatever else is said, then the one
     * that was named beside the URI, then the one in the URI, else UDP (B2).
     */
    static Transport transport(String uri, Optional<Transport> named) {
        Matcher form = FORM.matcher(uri);
        if (form.matches() && form.group("scheme").length() > "sip".length()) {
            return Transport.TLS;
        }
        return named.orElseGet(
                () ->
                        Optional.ofNullable(form.matches() ? form.group("rest") : null)
                                .map(TRANSPORT::matcher)
                                .filter(Matcher::matches)
                                .flatMap(parameter -> transport(parameter.group(1)))
                                .orElse(Transport.UDP));
    }

    /** The transport of this name, in any case. */
    static Optional<Transport> transport(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Optional.of(Transport.UDP);
            case "TCP" -> Optional.of(Transport.TCP);
            case "TLS" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }
}
