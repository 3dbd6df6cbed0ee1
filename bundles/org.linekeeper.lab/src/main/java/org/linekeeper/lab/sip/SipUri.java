// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sip or sips URI (RFC 3261 section 19.1); a password in it is dropped, headers are ignored.
 *
 * @param scheme {@code sip} or {@code sips}
 * @param user may be empty
 * @param address host and port
 * @param params names in lower case
 */
public record SipUri(String scheme, String user, HostPort address, Map<String, String> params) {

    /** Empty when the text is no such URI. */
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!"sip".equals(scheme) && !"sips".equals(scheme)) {
            return Optional.empty();
        }
        String rest = text.substring(colon + 1).replaceFirst("\\?.*", "");
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at).replaceFirst(":.*", "");
        List<String> parts = Tokens.split(rest.substring(at + 1), ';');
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> params = Tokens.params(parts.subList(1, parts.size()));
        return HostPort.parse(parts.get(0)).map(a -> new SipUri(scheme, user, a, params));
    }

    /** The transport parameter in capitals; {@code UDP} without one, {@code TLS} for sips. */
    public String transport() {
        String asked = params.getOrDefault("transport", "UDP").toUpperCase(Locale.ROOT);
        return "sips".equals(scheme) ? "TLS" : asked;
    }

    @Override
    public String toString() {
        String who = user.isEmpty() ? "" : user + "@";
        return scheme + ":" + who + address + Tokens.format(params);
    }
}
