// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.lines.Refusal;

/**
 * DHCP option 120 (RFC 3361): the SIP servers that a network names, in both of its encodings.
 *
 * @param hex the option without its code and length, two lower-case digits for each octet; empty =
 *     there is none
 * @param servers host names or IPv4 addresses, the first preferred; empty only without an option
 */
record DhcpOption120(String hex, List<String> servers) {
    static final DhcpOption120 NONE = new DhcpOption120("", List.of());

    /** A line takes this many, the primary and the backup (V7). */
    static final int MOST_SERVERS = 2;

    /** Reads it; anything but an option to the letter is a {@link Refusal} of BAD_VALUE. */
    static DhcpOption120 read(String hex) {
        if (hex.isEmpty()) {
            return NONE;
        }
        int[] octets = Rfc3361.octets(hex);
        String plain =
                Arrays.stream(octets)
                        .mapToObj(octet -> String.format("%02x", octet))
                        .collect(Collectors.joining());
        return new DhcpOption120(plain, Rfc3361.servers(octets));
    }

    /**
     * The line as it runs: where it allows that, its servers are at the addresses of the option.
     * Everything else of a server stays; one that the line has no settings for gets those of the
     * server before it. A domain that is the primary's address remains that. Servers that have no
     * address but the option's are left out when it gives them none.
     */
    LineConfig appliedTo(LineConfig config) {
        return config.dhcpOption120() && !servers.isEmpty() ? overridden(config) : named(config);
    }

    private LineConfig overridden(LineConfig config) {
        List<Server> own = config.servers().isEmpty() ? List.of(Server.at("")) : config.servers();
        List<Server> named =
                IntStream.range(0, Math.min(MOST_SERVERS, servers.size()))
                        .mapToObj(i -> at(servers.get(i), own.get(Math.min(i, own.size() - 1))))
                        .toList();
        String primary = own.get(0).address();
        boolean follows = config.domain().equalsIgnoreCase(primary);
        return config.with(
                draft -> draft.servers(named).domain(follows ? servers.get(0) : config.domain()));
    }

    private static Server at(String address, Server settings) {
        return settings.with(draft -> draft.address(address));
    }

    private static LineConfig named(LineConfig config) {
        List<Server> named =
                config.servers().stream().filter(server -> !server.address().isEmpty()).toList();
        return named.size() == config.servers().size()
                ? config
                : config.with(draft -> draft.servers(named));
    }
}
