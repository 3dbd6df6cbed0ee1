// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.util.List;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/**
 * Targets for addresses when no NAPTR or SRV record says more (RFC 3263, the last step of section
 * 4.2): the configured port and transport, with UDP for "DNS says" and the transport's own port for
 * 0.
 */
final class Targets {
    private static final int SIP = 5060;
    private static final int SIPS = 5061;

    private Targets() {}

    /**
     * One target for each address, in order.
     *
     * @param host the configured name, what TLS checks
     */
    static List<Target> of(Server server, String host, List<InetAddress> addresses) {
        Transport transport = transport(server);
        int port = server.port() == 0 ? standardPort(transport) : server.port();
        return addresses.stream()
                .map(IpLiteral::text)
                .distinct()
                .map(address -> new Target(address, port, transport, host))
                .toList();
    }

    /** The transport when DNS is not asked for one. */
    static Transport transport(Server server) {
        return server.transport() == Transport.NAPTR ? Transport.UDP : server.transport();
    }

    /** The port when nobody says. */
    static int standardPort(Transport transport) {
        return transport == Transport.TLS ? SIPS : SIP;
    }
}
