// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.xbill.DNS.Name;

/**
 * A server's name by the chain of RFC 3263. Blocks the caller's thread, in bounded time ({@link
 * Limits#chainMs()}); stands behind a {@link LazyStep}.
 *
 * <table>
 *   <caption>What is asked, and what comes next</caption>
 *   <tr><th>port</th><th>transport</th><th>asked</th><th>nothing there</th></tr>
 *   <tr><td>given</td><td>UDP, TCP, TLS</td><td>A, AAAA</td><td>failed</td></tr>
 *   <tr><td>given</td><td>NAPTR</td><td>A, AAAA; over UDP</td><td>failed</td></tr>
 *   <tr><td>0</td><td>UDP, TCP, TLS</td><td>SRV {@code _sip._udp}, {@code _sip._tcp}, {@code
 *       _sips._tcp}</td><td>A, AAAA of the name, 5060 or 5061, or
 *       what the configuration keeps for them</td></tr>
 *   <tr><td>0</td><td>NAPTR</td><td>NAPTR, by order, then preference: flag s → SRV, a → A and AAAA
 *       with 5060 or 5061, none → NAPTR of the replacement</td><td>SRV by {@code naptr_build}: UDP,
 *       or UDP, TCP, TLS, and whatever has a static record</td></tr>
 *   <tr><td></td><td></td><td>… SRV of all services that are ours: by priority, then by weight
 *       ({@link SrvDraw})</td><td>A, AAAA of the name over the first of these transports</td></tr>
 *   <tr><td></td><td></td><td>… A, AAAA of each host of SRV ({@link HostAddresses})</td><td>the
 *       next host; after the last: failed</td></tr>
 * </table>
 *
 * <p>A target "." in SRV is a refusal: the name's own addresses are not tried over that transport.
 * NAPTR, SRV and addresses come each from DNS or from static records, whichever has them and is
 * asked first ({@link Inquiry}); where DNS fails, from what it said last.
 */
final class ChainStep implements Step {
    private final Lookups lookups;
    private final SideBySide sideBySide;
    private final HostAddresses hostAddresses;
    private final ServiceFinder finder;
    private final Limits limits;
    private final Clocks clocks;

    ChainStep(
            Lookups lookups,
            Routes routes,
            SideBySide sideBySide,
            Limits limits,
            Clocks clocks,
            RandomGenerator random) {
        this.lookups = lookups;
        this.sideBySide = sideBySide;
        this.limits = limits;
        this.clocks = clocks;
        hostAddresses = new HostAddresses(routes, sideBySide);
        finder = new ServiceFinder(new SrvDraw(random, clocks.ttls()));
    }

    @Override
    public CompletionStage<Optional<Located>> locate(Server server, DnsRules rules) {
        return CompletableFuture.completedFuture(Optional.of(located(server, rules)));
    }

    private Located located(Server server, DnsRules rules) {
        HostName host;
        try {
            host = HostName.of(server.address());
        } catch (HostName.NotAName e) {
            return new Located.Failed(e.getMessage());
        }
        Inquiry inquiry = new Inquiry(rules, lookups, clocks, limits.chainMs());
        Name domain = host.name();
        List<Host> hosts = hosts(server, domain, inquiry);
        if (hosts.isEmpty()) {
            return failed(server, "its SRV records say that it has no such service");
        }
        List<Name> names = hosts.stream().map(Host::name).distinct().toList();
        List<HostAddresses.Found> found =
                sideBySide.map(names, name -> hostAddresses.of(name, inquiry));
        Map<Name, HostAddresses.Found> byName = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), found.get(i));
        }
        Map<Target, Long> targets = targets(host, hosts, byName);
        if (targets.isEmpty()) {
            boolean self = names.get(0).equals(domain);
            String which = self ? "" : Texts.shown(names.get(0).toString(true)) + ": ";
            return failed(server, which + found.get(0).why());
        }
        return found(targets, longestMs(inquiry));
    }

    /** The hosts to be tried, best first; none if DNS refuses the service. */
    private List<Host> hosts(Server server, Name domain, Inquiry inquiry) {
        if (server.port() != 0) {
            Transport transport = Targets.transport(server);
            return List.of(Host.of(domain, server.port(), transport, Long.MAX_VALUE));
        }
        List<Service> services = finder.services(server, domain, inquiry);
        List<ServiceFinder.Offer> offers =
                sideBySide.map(services, service -> finder.offer(service, inquiry));
        List<Host> hosts =
                offers.stream()
                        .flatMap(offer -> offer.hosts().stream())
                        .distinct()
                        .limit(Limits.RECORDS)
                        .toList();
        if (!hosts.isEmpty()) {
            return hosts;
        }
        if (offers.isEmpty()) {
            return List.of(
                    Host.of(
                            domain,
                            server.fallbackPort(),
                            Targets.transport(server),
                            Long.MAX_VALUE));
        }
        return offers.stream()
                .filter(offer -> !offer.refused())
                .findFirst()
                .map(
                        offer ->
                                Host.of(
                                        domain,
                                        server.fallbackPort(),
                                        offer.transport(),
                                        Long.MAX_VALUE))
                .stream()
                .toList();
    }

    /** Targets with when their records are over. */
    private static Map<Target, Long> targets(
            HostName configured, List<Host> hosts, Map<Name, HostAddresses.Found> found) {
        Map<Target, Long> targets = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (Map.Entry<InetAddress, Long> each : found.get(host.name()).addresses()) {
                if (targets.size() < Limits.RECORDS) {
                    String address = IpLiteral.text(each.getKey());
                    targets.putIfAbsent(
                            new Target(address, host.port(), host.transport(), configured.ascii()),
                            Math.min(host.expiresAtMs(), each.getValue()));
                }
            }
        }
        return targets;
    }

    /** How long targets hold whatever their TTL: without a cache they are for one use (Y6). */
    private static long longestMs(Inquiry inquiry) {
        if (inquiry.rules().cache() == DnsRules.Cache.OFF) {
            return 0;
        }
        return inquiry.missed() ? Limits.MISSED_MS : 1000 * Ttl.LONGEST_SECONDS;
    }

    private Located found(Map<Target, Long> targets, long longestMs) {
        long now = clocks.ttls().getAsLong();
        long first = targets.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        long until = first == Long.MAX_VALUE ? first : Math.min(first, now + longestMs);
        Map<Target, Duration> longer = new HashMap<>();
        targets.forEach(
                (target, endsAtMs) -> {
                    if (endsAtMs > until) {
                        longer.put(target, left(endsAtMs, now));
                    }
                });
        Optional<Duration> ttl =
                until == Long.MAX_VALUE ? Optional.empty() : Optional.of(left(until, now));
        return new Located.Found(new ArrayList<>(targets.keySet()), ttl, longer);
    }

    /** Rounded up: who asks again when it is over finds the cache empty. */
    private static Duration left(long untilMs, long nowMs) {
        return Duration.ofSeconds((Math.max(0, untilMs - nowMs) + 999) / 1000);
    }

    private static Located failed(Server server, String why) {
        return new Located.Failed(Texts.shown(server.address()) + ": " + why);
    }

    @Override
    public void close() {
        lookups.close();
    }
}
