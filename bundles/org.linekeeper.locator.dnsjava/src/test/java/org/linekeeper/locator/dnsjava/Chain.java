// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;

/** The chain of RFC 3263 over scripted DNS servers and a clock of the test's. */
final class Chain {
    /** As a Yealink phone has it. */
    static final DnsRules YEALINK =
            new DnsRules(
                    DnsRules.Cache.ON,
                    false,
                    DnsRules.NaptrBuild.UDP,
                    DnsRules.SrvOrder.WEIGHT_DESCENDING,
                    List.of());

    final VirtualClock clock = new VirtualClock();
    final ScriptedExchange dns = new ScriptedExchange(clock);
    final Map<InetAddress, InetAddress> sources = new HashMap<>();
    private final Clocks clocks = new Clocks(clock, clock);
    private final ChainStep step;

    Chain() {
        this(() -> List.of(ScriptedExchange.FIRST));
    }

    Chain(Nameservers nameservers) {
        step =
                new ChainStep(
                        new Lookups(nameservers, dns, Limits.STANDARD, clocks),
                        to -> Optional.ofNullable(sources.get(to)),
                        new SideBySide(Runnable::run, 1),
                        Limits.STANDARD,
                        clocks,
                        new SplittableRandom(4));
    }

    /** A server whose port, and transport, DNS says. */
    static Server naptr(String name) {
        return Server.at(name).with(s -> s.port(0).transport(Transport.NAPTR));
    }

    static DnsRules rules(
            DnsRules.Cache cache,
            boolean staticFirst,
            DnsRules.NaptrBuild build,
            StaticRecord... statics) {
        return new DnsRules(
                cache, staticFirst, build, DnsRules.SrvOrder.WEIGHT_DESCENDING, List.of(statics));
    }

    Located locate(Server server, DnsRules rules) {
        return step.locate(server, rules).toCompletableFuture().join().orElseThrow();
    }

    Located.Found found(Server server, DnsRules rules) {
        Located located = locate(server, rules);
        assertThat(located).isInstanceOf(Located.Found.class);
        return (Located.Found) located;
    }

    List<String> targets(Server server, DnsRules rules) {
        return found(server, rules).targets().stream().map(Target::toString).toList();
    }

    /** What DNS was asked, without the server's address; forgets it. */
    List<String> asked() {
        List<String> asked =
                dns.asked.stream().map(each -> each.substring(each.indexOf(' ') + 1)).toList();
        dns.asked.clear();
        return asked;
    }
}
