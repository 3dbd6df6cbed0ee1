// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Via (RFC 3261 section 20.42).
 *
 * @param transport {@code UDP}, {@code TCP}, {@code TLS}, in capitals
 * @param sentBy host and port
 * @param params in their order; {@code rport} without a value maps to ""
 */
public record Via(String transport, HostPort sentBy, Map<String, String> params) {

    /** Empty when the text is no Via. */
    public static Optional<Via> parse(String text) {
        List<String> parts = Tokens.split(text, ';');
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String[] head = parts.get(0).trim().split("[ \t]+", 2);
        String[] protocol = head[0].split("/");
        if (head.length != 2 || protocol.length != 3 || !"SIP".equalsIgnoreCase(protocol[0])) {
            return Optional.empty();
        }
        Map<String, String> params = Tokens.params(parts.subList(1, parts.size()));
        return HostPort.parse(head[1].trim())
                .map(by -> new Via(protocol[2].toUpperCase(Locale.ROOT), by, params));
    }

    public String branch() {
        return params.getOrDefault("branch", "");
    }

    /** Whether the sender wants answers at its source port (RFC 3581). */
    public boolean asksRport() {
        return params.containsKey("rport");
    }

    /** With this parameter set; a new one goes to the end. */
    public Via with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(params);
        changed.put(name, value);
        return new Via(transport, sentBy, changed);
    }

    @Override
    public String toString() {
        return "SIP/2.0/" + transport + " " + sentBy + Tokens.format(params);
    }
}
