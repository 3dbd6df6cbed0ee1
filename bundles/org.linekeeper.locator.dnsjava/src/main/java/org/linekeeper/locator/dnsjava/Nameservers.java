// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The DNS servers to ask, best first. */
interface Nameservers {
    /** Framework property: {@code ADDR[:PORT]}, comma-separated, or {@code none}. */
    String PROPERTY = "linekeeper.dns";

    /**
     * The servers as they are now. May read a file.
     *
     * @throws NoneToAsk when there is none, with the reason
     */
    List<InetSocketAddress> now() throws NoneToAsk;

    /**
     * The servers that the property names. A value that cannot be read gives no server, and the
     * reason is one sentence: the phone goes on with what needs no DNS.
     *
     * @param property empty = the system's servers
     */
    static Nameservers of(Optional<String> property, Supplier<Nameservers> system) {
        if (property.isEmpty() || property.get().isBlank()) {
            return system.get();
        }
        String value = property.get().strip();
        if (value.equals("none")) {
            return refusing("DNS is switched off (" + PROPERTY + "=none)");
        }
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            Optional<InetSocketAddress> server = Endpoint.parse(part.strip());
            if (server.isEmpty()) {
                return refusing(PROPERTY + " is '" + Texts.shown(part) + "', not an IP[:PORT]");
            }
            servers.add(server.get());
        }
        List<InetSocketAddress> fixed = servers.stream().distinct().toList();
        return () -> fixed;
    }

    private static Nameservers refusing(String why) {
        return () -> {
            throw new NoneToAsk(why);
        };
    }

    /** There is no DNS server to ask; the message says why. */
    final class NoneToAsk extends Exception {
        NoneToAsk(String why) {
            super(why);
        }
    }

    /** Reads an address with an optional port. */
    final class Endpoint {
        private static final int DNS_PORT = 53;
        private static final Pattern WITH_PORT =
                Pattern.compile("([^:]+|\\[[^]]+]):([1-9]\\d{0,4})");

        private Endpoint() {}

        static Optional<InetSocketAddress> parse(String text) {
            Matcher ported = WITH_PORT.matcher(text);
            boolean matches = ported.matches();
            int port = matches ? Integer.parseInt(ported.group(2)) : DNS_PORT;
            Optional<InetAddress> address = IpLiteral.parse(matches ? ported.group(1) : text);
            return port > 65535
                    ? Optional.empty()
                    : address.map(ip -> new InetSocketAddress(ip, port));
        }
    }
}
