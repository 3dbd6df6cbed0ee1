// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.Optional;

/**
 * A host and perhaps a port, as in a URI or a Via.
 *
 * @param host a name or an address; IPv6 without its brackets
 * @param port 1 to 65535, or 0 when none is written
 */
public record HostPort(String host, int port) {

    /** Empty when the host is empty or the port is no port. */
    public static Optional<HostPort> parse(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : 0;
        if (bracket < 0) {
            return Optional.empty();
        }
        int colon = text.indexOf(':', bracket);
        String host = colon < 0 ? text : text.substring(0, colon);
        if (bracket > 0) {
            host = text.substring(1, bracket);
        }
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
            return Optional.empty();
        }
        if (colon < 0) {
            return Optional.of(new HostPort(host, 0));
        }
        String digits = text.substring(colon + 1).trim();
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(host, Integer.parseInt(digits)));
    }

    @Override
    public String toString() {
        String written = host.contains(":") ? "[" + host + "]" : host;
        return port == 0 ? written : written + ":" + port;
    }
}
