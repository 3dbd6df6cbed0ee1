// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import org.linekeeper.api.line.Transport;
import org.xbill.DNS.Name;

/**
 * A host whose addresses are wanted.
 *
 * @param name absolute; an IP literal stands for itself
 * @param port 1 to 65535
 * @param transport UDP, TCP or TLS
 * @param expiresAtMs when the records that led here are over; {@link Long#MAX_VALUE} if none
 */
record Host(Name name, int port, Transport transport, long expiresAtMs) {
    /** With the transport's own port in place of 0. */
    static Host of(Name name, int port, Transport transport, long expiresAtMs) {
        int real = port == 0 ? Targets.standardPort(transport) : port;
        return new Host(name, real, transport, expiresAtMs);
    }
}
