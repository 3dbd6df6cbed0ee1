// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Optional;
import org.linekeeper.api.line.Transport;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;

/**
 * A way into a domain that is worth a look-up.
 *
 * @param transport UDP, TCP or TLS
 * @param name of SRV records, or of a host
 * @param via where the look-up goes on
 * @param expiresAtMs when the NAPTR records that led here are over; {@link Long#MAX_VALUE} if none
 */
record Service(Transport transport, Name name, Via via, long expiresAtMs) {
    /** Where a look-up goes on. */
    enum Via {
        /** SRV records, of DNS and of the configuration. */
        SRV,
        /** SRV records of the configuration only: {@code naptr_build} keeps them from DNS. */
        STATIC_SRV,
        /** A host's addresses; the port is the standard one. */
        ADDRESS
    }

    /** A protocol's SRV records of a domain; empty when their name would be too long for DNS. */
    static Optional<Service> of(Protocol protocol, Name domain, Via via) {
        try {
            Name name = Name.concatenate(Name.fromConstantString(protocol.labels()), domain);
            return Optional.of(new Service(protocol.transport(), name, via, Long.MAX_VALUE));
        } catch (NameTooLongException e) {
            return Optional.empty();
        }
    }

    /** The same, looked up elsewhere. */
    Service by(Via other) {
        return new Service(transport, name, other, expiresAtMs);
    }
}
