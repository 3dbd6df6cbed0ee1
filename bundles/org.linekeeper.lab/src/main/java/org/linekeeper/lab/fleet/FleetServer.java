// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.net.InetSocketAddress;

/**
 * A SIP server of a simulated fleet, reached over UDP.
 *
 * @param name as the phones' owner reads it
 * @param address where it is; resolved
 */
public record FleetServer(String name, InetSocketAddress address) {
    public FleetServer {
        if (name.isEmpty() || address.isUnresolved()) {
            throw new IllegalArgumentException("no server: \"" + name + "\" at " + address);
        }
    }
}
