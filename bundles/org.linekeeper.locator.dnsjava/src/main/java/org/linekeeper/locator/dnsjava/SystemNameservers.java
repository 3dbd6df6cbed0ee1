// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/** The system's DNS servers, read each time: a phone that moves to another network gets others. */
final class SystemNameservers implements Nameservers {
    @Override
    public List<InetSocketAddress> now() throws NoneToAsk {
        List<InetSocketAddress> servers =
                read().stream().filter(server -> !server.isUnresolved()).distinct().toList();
        if (servers.isEmpty()) {
            throw new NoneToAsk("the system names no DNS server");
        }
        return servers;
    }

    private static List<InetSocketAddress> read() {
        // Only this provider: the whole row of them starts JNDI on each read when the system has no
        // search list.
        ResolvConfResolverConfigProvider unix = new ResolvConfResolverConfigProvider();
        if (unix.isEnabled()) {
            unix.initialize();
            return unix.servers();
        }
        return new ResolverConfig().servers();
    }
}
