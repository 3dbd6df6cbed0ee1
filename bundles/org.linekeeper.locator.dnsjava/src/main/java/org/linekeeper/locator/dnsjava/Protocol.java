// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.linekeeper.api.line.Transport;

/** The transports of SIP as RFC 3263 section 4.1 names them in DNS, in Yealink's order (Y5). */
enum Protocol {
    UDP(Transport.UDP, "SIP+D2U", "_sip._udp"),
    TCP(Transport.TCP, "SIP+D2T", "_sip._tcp"),
    TLS(Transport.TLS, "SIPS+D2T", "_sips._tcp");

    private final Transport transport;
    private final String service;
    private final String labels;

    Protocol(Transport transport, String service, String labels) {
        this.transport = transport;
        this.service = service;
        this.labels = labels;
    }

    Transport transport() {
        return transport;
    }

    /** What stands before the domain in the name of an SRV record. */
    String labels() {
        return labels;
    }

    /** By the service field of a NAPTR record, in any case; empty for all that is not ours. */
    static Optional<Protocol> ofService(String service) {
        String upper = service.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(each -> each.service.equals(upper)).findFirst();
    }

    /** By a transport that is not {@link Transport#NAPTR}. */
    static Protocol of(Transport transport) {
        return Stream.of(values())
                .filter(each -> each.transport == transport)
                .findFirst()
                .orElseThrow();
    }
}
