// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The addresses of a host (Y4), each family in the order of the answer. RFC 6724 says which family
 * is first; then they take turns (RFC 7984 section 4.2), so that a family that is dead costs one
 * attempt.
 */
final class HostAddresses {
    /** Of RFC 3849's documentation net: nobody's, but routed as all the world is. */
    private static final InetAddress IPV6_WORLD = IpLiteral.parse("2001:db8::1").orElseThrow();

    private final Routes routes;
    private final SideBySide sideBySide;

    HostAddresses(Routes routes, SideBySide sideBySide) {
        this.routes = routes;
        this.sideBySide = sideBySide;
    }

    /**
     * What is known of a host.
     *
     * @param addresses best first, with when their records are over
     * @param why there is none, if there is none
     */
    record Found(List<Map.Entry<InetAddress, Long>> addresses, String why) {}

    /** Finds the addresses; blocks. An IP literal stands for itself. */
    Found of(Name name, Inquiry inquiry) {
        Optional<InetAddress> literal = IpLiteral.parse(name.toString(true));
        if (literal.isPresent()) {
            return new Found(List.of(Map.entry(literal.get(), Long.MAX_VALUE)), "");
        }
        Question four = new Question(name, Type.A);
        Question six = new Question(name, Type.AAAA);
        List<Reply> replies =
                inquiry.ask(List.of(four, six), () -> bothFamilies(four, six, inquiry));
        List<Map.Entry<InetAddress, Long>> all =
                replies.stream().flatMap(HostAddresses::addresses).toList();
        return new Found(inTurns(all), why(replies));
    }

    /** Without a way to the IPv6 world only a name that has nothing else is asked for IPv6. */
    private List<Reply> bothFamilies(Question four, Question six, Inquiry inquiry) {
        if (routes.sourceTo(IPV6_WORLD).isPresent()) {
            return sideBySide.map(List.of(four, six), inquiry::dns);
        }
        Reply reply = inquiry.dns(four);
        boolean hasNoIpv4 = reply instanceof Reply.None none && !none.noName();
        return hasNoIpv4 ? List.of(reply, inquiry.dns(six)) : List.of(reply);
    }

    private List<Map.Entry<InetAddress, Long>> inTurns(List<Map.Entry<InetAddress, Long>> all) {
        Map<Boolean, List<Map.Entry<InetAddress, Long>>> families =
                all.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> each.getKey() instanceof Inet4Address));
        if (families.get(true).isEmpty() || families.get(false).isEmpty()) {
            return all;
        }
        InetAddress best =
                AddressOrder.sorted(all.stream().map(Map.Entry::getKey).toList(), routes).get(0);
        boolean fourFirst = best instanceof Inet4Address;
        List<Map.Entry<InetAddress, Long>> first = families.get(fourFirst);
        List<Map.Entry<InetAddress, Long>> other = families.get(!fourFirst);
        boolean reachable =
                other.stream().anyMatch(each -> routes.sourceTo(each.getKey()).isPresent());
        if (!reachable) {
            return Stream.concat(first.stream(), other.stream()).toList();
        }
        List<Map.Entry<InetAddress, Long>> turns = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), other.size()); i++) {
            first.stream().skip(i).findFirst().ifPresent(turns::add);
            other.stream().skip(i).findFirst().ifPresent(turns::add);
        }
        return turns;
    }

    private static Stream<Map.Entry<InetAddress, Long>> addresses(Reply reply) {
        return reply instanceof Reply.Records known
                ? known.records().stream()
                        .map(HostAddresses::address)
                        .filter(HostAddresses::isAHost)
                        .map(address -> Map.entry(address, known.expiresAtMs()))
                : Stream.empty();
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord four
                ? four.getAddress()
                : ((AAAARecord) record).getAddress();
    }

    /** Filters put 0.0.0.0 in place of a host; connecting to it would reach ourselves. */
    private static boolean isAHost(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress();
    }

    private static String why(List<Reply> replies) {
        for (Reply reply : replies) {
            if (reply instanceof Reply.Unknown unknown) {
                return unknown.why();
            }
        }
        for (Reply reply : replies) {
            if (reply instanceof Reply.None none && none.noName()) {
                return "no such name, says " + none.by();
            }
        }
        for (Reply reply : replies) {
            if (reply instanceof Reply.None none) {
                return "no address record, says " + none.by();
            }
        }
        return "its address records name no host";
    }
}
