// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Redundancy.Probe;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.CheckedSettings;

/**
 * The servers and proxies of a line, and what holds between them.
 *
 * @param servers those with an address
 * @param proxies those with an address, if proxies are on
 */
record Layers(List<Server> servers, List<Server> proxies, Redundancy redundancy) {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final Transport[] TRANSPORTS = {
        Transport.UDP, Transport.TCP, Transport.TLS, Transport.NAPTR
    };

    /** A server with its rules as they are written, from which proxies inherit. */
    private record Written(Server server, Rules rules) {}

    static Layers of(CheckedSettings<String> values) {
        Map<Integer, Written> servers = new TreeMap<>();
        Written first = server(values, 1);
        Written second = server(values, 2);
        for (int y = 1; y <= Names.MAX_SERVER; y++) {
            Written written = y == 1 ? first : second;
            if (!written.server().address().isEmpty()) {
                servers.put(y, written);
            }
        }
        Written base = servers.values().stream().findFirst().orElse(first);
        boolean proxied = values.flag(Names.PROXY_ENABLE, false);
        List<Server> proxies = new ArrayList<>();
        boolean onlyWhenIdle = false;
        for (int y = 1; y <= Names.MAX_SERVER; y++) {
            Written proxy = proxy(values, y, servers.getOrDefault(y, base));
            if (proxied && !proxy.server().address().isEmpty()) {
                proxies.add(proxy.server());
                onlyWhenIdle |= !proxy.rules().newRequests();
            }
        }
        if (proxies.isEmpty()) {
            onlyWhenIdle = servers.values().stream().anyMatch(each -> !each.rules().newRequests());
        }
        return new Layers(
                servers.values().stream().map(Written::server).toList(),
                proxies,
                redundancy(values, !proxies.isEmpty(), onlyWhenIdle));
    }

    private static Written server(CheckedSettings<String> values, int y) {
        String address = values.host(Names.ofServer(y, Names.ADDRESS));
        int port = values.number(Names.ofServer(y, Names.PORT), 0, 65535, 5060);
        int transport = values.number(Names.ofServer(y, Names.TRANSPORT), 0, 3, 0);
        int expires = values.number(Names.ofServer(y, Names.EXPIRES), 30, FOREVER, 3600);
        Rules rules = Rules.ofServer(values, y);
        Server server =
                Server.at(address)
                        .with(
                                draft -> {
                                    draft.port(port)
                                            .transport(TRANSPORTS[transport])
                                            .expiresSeconds(expires);
                                    rules.applyTo(draft);
                                });
        return new Written(server, rules);
    }

    /** A proxy speaks the transport of the server that it inherits from (Y16). */
    private static Written proxy(CheckedSettings<String> values, int y, Written base) {
        String address = values.host(Names.ofProxy(y, Names.ADDRESS));
        int port = values.number(Names.ofProxy(y, Names.PORT), 0, 65535, 5060);
        Rules rules = Rules.ofProxy(values, y, base.rules());
        Server proxy =
                Server.at(address)
                        .with(
                                draft -> {
                                    draft.port(port).transport(base.server().transport());
                                    rules.applyToProxy(draft);
                                });
        return new Written(proxy, rules);
    }

    /** Neither the type nor the time-out of the servers applies to proxies (Y16). */
    private static Redundancy redundancy(
            CheckedSettings<String> values, boolean proxied, boolean idleOnly) {
        boolean successive = values.flag(Names.REDUNDANCY_TYPE, false) || proxied;
        int ofServers = values.number(Names.FALLBACK_TIMEOUT, 10, FOREVER, 120);
        int ofProxies = values.number(Names.PROXY_INTERVAL, 10, FOREVER, 3600);
        return new Redundancy(
                successive ? Scheme.SUCCESSIVE : Scheme.CONCURRENT,
                Probe.REGISTER,
                proxied ? ofProxies : ofServers,
                0,
                idleOnly,
                true);
    }
}
