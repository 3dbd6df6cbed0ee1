// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static java.util.Comparator.comparing;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order of addresses of both families (RFC 6724 section 6, rules 1, 2, 5, 6, 8 and 10). Rules
 * 3, 4 and 7 need what Java does not tell; rule 9 would undo the order that the DNS server chose.
 */
final class AddressOrder {
    private static final int LINK_LOCAL = 2;
    private static final int SITE_LOCAL = 5;
    private static final int GLOBAL = 14;

    /** RFC 6724 section 2.1, longest prefix first. */
    private static final List<Policy> POLICIES =
            List.of(
                    new Policy("::1", 128, 50, 0),
                    new Policy("::ffff:0:0", 96, 35, 4),
                    new Policy("::", 96, 1, 3),
                    new Policy("2001::", 32, 5, 5),
                    new Policy("2002::", 16, 30, 2),
                    new Policy("3ffe::", 16, 1, 12),
                    new Policy("fec0::", 10, 1, 11),
                    new Policy("fc00::", 7, 3, 13),
                    new Policy("::", 0, 40, 1));

    private static final Comparator<Candidate> ORDER =
            comparing((Candidate c) -> c.source().isEmpty())
                    .thenComparing(c -> !c.sameScope())
                    .thenComparing(c -> !c.sameLabel())
                    .thenComparing(c -> -policy(c.destination()).precedence())
                    .thenComparing(c -> scope(c.destination()));

    private AddressOrder() {}

    /** The addresses, best first; those that are equally good keep their order. */
    static List<InetAddress> sorted(List<InetAddress> addresses, Routes routes) {
        return addresses.stream()
                .map(address -> new Candidate(address, routes.sourceTo(address)))
                .sorted(ORDER)
                .map(Candidate::destination)
                .toList();
    }

    private static Policy policy(InetAddress address) {
        BigInteger bits = bits(address);
        return POLICIES.stream().filter(policy -> policy.covers(bits)).findFirst().orElseThrow();
    }

    private static int scope(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isLoopbackAddress()) {
            return LINK_LOCAL;
        }
        // IPv4's private networks are global here (section 3.2).
        boolean site = address.isSiteLocalAddress() && !(address instanceof Inet4Address);
        return site ? SITE_LOCAL : GLOBAL;
    }

    /** The address as a number of 128 bits, IPv4 mapped into IPv6. */
    private static BigInteger bits(InetAddress address) {
        BigInteger number = new BigInteger(1, address.getAddress());
        return address instanceof Inet4Address
                ? number.or(BigInteger.valueOf(0xffff_0000_0000L))
                : number;
    }

    private record Policy(BigInteger prefix, int length, int precedence, int label) {
        Policy(String prefix, int length, int precedence, int label) {
            this(number(prefix), length, precedence, label);
        }

        /** Java would make an IPv4 address of a mapped prefix, which is the same number here. */
        private static BigInteger number(String prefix) {
            return bits(IpLiteral.parse(prefix).orElseThrow());
        }

        boolean covers(BigInteger address) {
            return address.xor(prefix).shiftRight(128 - length).signum() == 0;
        }
    }

    private record Candidate(InetAddress destination, Optional<InetAddress> source) {
        boolean sameScope() {
            return source.filter(from -> scope(from) == scope(destination)).isPresent();
        }

        boolean sameLabel() {
            return source.filter(from -> policy(from).label() == policy(destination).label())
                    .isPresent();
        }
    }
}
