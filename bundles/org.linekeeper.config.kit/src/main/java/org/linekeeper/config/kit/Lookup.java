// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;

/** What DNS is asked for beside addresses, where a setting of its own says so. */
public enum Lookup {
    NOTHING,
    SRV,
    NAPTR;

    /**
     * The server so that it is looked up in this way: names are, whatever the port says, which is
     * left for addresses without SRV. NAPTR chooses the transport only where none but the usual one
     * was asked for.
     */
    public Server of(Server server) {
        if (this == NOTHING || Host.isIpLiteral(server.address())) {
            return server;
        }
        boolean chosen = this == NAPTR && server.transport() == Transport.UDP;
        return server.with(
                draft ->
                        draft.port(0)
                                .fallbackPort(server.port())
                                .transport(chosen ? Transport.NAPTR : server.transport()));
    }
}
