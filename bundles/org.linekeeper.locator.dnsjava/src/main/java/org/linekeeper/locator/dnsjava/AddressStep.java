// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.locator.Located;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A server's name by its A and AAAA records (the last step of RFC 3263 section 4.2). */
final class AddressStep implements Step {
    /** Of RFC 3849's documentation net: nobody's, but routed as all the world is. */
    private static final InetAddress IPV6_WORLD = IpLiteral.parse("2001:db8::1").orElseThrow();

    private static final Reply NOT_ASKED = new Reply.Records(List.of(), Long.MAX_VALUE);

    private final Lookups lookups;
    private final Routes routes;
    private final LongSupplier clockMs;

    AddressStep(Lookups lookups, Routes routes, LongSupplier clockMs) {
        this.lookups = lookups;
        this.routes = routes;
        this.clockMs = clockMs;
    }

    @Override
    public CompletionStage<Optional<Located>> locate(Server server, DnsRules rules) {
        HostName host;
        try {
            host = HostName.of(server.address());
        } catch (HostName.NotAName e) {
            return CompletableFuture.completedFuture(
                    Optional.of(new Located.Failed(e.getMessage())));
        }
        boolean cached = rules.cache() != DnsRules.Cache.OFF;
        Question six = Question.of(host, Type.AAAA);
        CompletionStage<Reply> v4 = lookups.ask(Question.of(host, Type.A), cached);
        CompletionStage<Reply> v6 =
                routes.sourceTo(IPV6_WORLD).isPresent()
                        ? lookups.ask(six, cached)
                        : v4.thenCompose(four -> withoutRoute(four, six, cached));
        return v4.thenCombine(v6, (a, aaaa) -> Optional.of(located(server, host, a, aaaa)));
    }

    /** Without a way to the IPv6 world only a name that has nothing else is asked for IPv6. */
    private CompletionStage<Reply> withoutRoute(Reply four, Question six, boolean cached) {
        boolean hasNoIpv4 = four instanceof Reply.None none && !none.noName();
        return hasNoIpv4 ? lookups.ask(six, cached) : CompletableFuture.completedFuture(NOT_ASKED);
    }

    private Located located(Server server, HostName host, Reply a, Reply aaaa) {
        List<InetAddress> found =
                Stream.concat(addresses(a), addresses(aaaa)).filter(AddressStep::isAHost).toList();
        boolean both = addresses(a).findAny().isPresent() && addresses(aaaa).findAny().isPresent();
        List<InetAddress> ordered = both ? AddressOrder.sorted(found, routes) : found;
        if (ordered.isEmpty()) {
            return new Located.Failed(Texts.shown(server.address()) + ": " + why(a, aaaa));
        }
        List<Target> targets = Targets.of(server, host.ascii(), ordered);
        long expiresAtMs = Math.min(expiresAtMs(a), expiresAtMs(aaaa));
        // Rounded up: who asks again when it is over finds the cache empty.
        long seconds = (Math.max(0, expiresAtMs - clockMs.getAsLong()) + 999) / 1000;
        return new Located.Found(
                targets.subList(0, Math.min(targets.size(), Limits.RECORDS)),
                Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Stream<InetAddress> addresses(Reply reply) {
        return reply instanceof Reply.Records known
                ? known.records().stream().map(AddressStep::address)
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

    private static long expiresAtMs(Reply reply) {
        return reply instanceof Reply.Records known ? known.expiresAtMs() : Long.MAX_VALUE;
    }

    private static String why(Reply a, Reply aaaa) {
        for (Reply reply : List.of(a, aaaa)) {
            if (reply instanceof Reply.Unknown unknown) {
                return unknown.why();
            }
        }
        for (Reply reply : List.of(a, aaaa)) {
            if (reply instanceof Reply.None none && none.noName()) {
                return "no such name, says " + none.by();
            }
        }
        for (Reply reply : List.of(a, aaaa)) {
            if (reply instanceof Reply.None none) {
                return "no address record, says " + none.by();
            }
        }
        return "its address records name no host";
    }

    @Override
    public void close() {
        lookups.close();
    }
}
