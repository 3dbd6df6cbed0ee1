// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;

/**
 * One place a request can be sent to (RFC 3263 section 4).
 *
 * @param address IP literal, without brackets
 * @param port 1 to 65535
 * @param transport UDP, TCP or TLS
 * @param host the configured name that this target came from: the identity that TLS checks (RFC
 *     5922 section 4), never a name that DNS gave
 */
public record Target(String address, int port, Transport transport, String host) {
    public Target {
        Objects.requireNonNull(address);
        Objects.requireNonNull(host);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        if (transport == Transport.NAPTR) {
            throw new IllegalArgumentException("a target has a transport of its own");
        }
    }

    /** For example {@code 192.0.2.1:5060/udp} or {@code [2001:db8::1]:5061/tls}. */
    @Override
    public String toString() {
        String literal = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return literal + ":" + port + "/" + transport.name().toLowerCase(java.util.Locale.ROOT);
    }
}
