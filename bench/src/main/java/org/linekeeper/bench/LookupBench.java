// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.locator.dnsjava.DnsjavaLocator;
import org.osgi.framework.BundleContext;

/** How long a name without a port takes: NAPTR, two SRV, three A, from a server on loopback. */
public final class LookupBench {
    private static final String NAME = "pbx.example.com";
    private static final int WARM_UP = 200;
    private static final int TARGETS = 4;
    private static final DnsRules LIVE =
            new DnsRules(
                    DnsRules.Cache.OFF,
                    false,
                    DnsRules.NaptrBuild.ALL,
                    DnsRules.SrvOrder.RFC2782,
                    List.of());

    private LookupBench() {}

    /** Argument: the number of rounds. */
    public static void main(String[] args)
            throws InterruptedException, ExecutionException, TimeoutException {
        int rounds = Integer.parseInt(args[0]);
        try (PocketDns dns = PocketDns.start()) {
            dns.naptr(NAME, 60, 90, 50, "s", "SIP+D2T", "_sip._tcp." + NAME);
            dns.naptr(NAME, 60, 100, 50, "s", "SIP+D2U", "_sip._udp." + NAME);
            dns.srv("_sip._tcp." + NAME, 60, 0, 1, 5060, "s1." + NAME);
            dns.srv("_sip._tcp." + NAME, 60, 0, 2, 5060, "s2." + NAME);
            dns.srv("_sip._udp." + NAME, 60, 0, 1, 5060, "s3." + NAME);
            dns.a("s1." + NAME, 60, "192.0.2.1").a("s2." + NAME, 60, "192.0.2.2");
            dns.a("s3." + NAME, 60, "192.0.2.3").a("s3." + NAME, 60, "192.0.2.4");
            TargetLocator locator = new DnsjavaLocator(context(dns.port()));
            Table.print();
            Table.print("the first chain, with everything to be loaded", times(locator, 1));
            times(locator, WARM_UP);
            Table.print("NAPTR -> SRV -> A, no cache", times(locator, rounds));
        }
    }

    private static List<Double> times(TargetLocator locator, int rounds)
            throws InterruptedException, ExecutionException, TimeoutException {
        Server server = Server.at(NAME).with(s -> s.port(0).transport(Transport.NAPTR));
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long from = System.nanoTime();
            Located located =
                    locator.locate(server, LIVE).toCompletableFuture().get(10, TimeUnit.SECONDS);
            times.add((System.nanoTime() - from) / 1e6);
            if (!(located instanceof Located.Found found) || found.targets().size() != TARGETS) {
                throw new IllegalStateException("not what DNS has: " + located);
            }
        }
        return times;
    }

    /** The framework as far as the locator asks it: for its properties. */
    private static BundleContext context(int dnsPort) {
        String dns = "127.0.0.1:" + dnsPort;
        return (BundleContext)
                Proxy.newProxyInstance(
                        LookupBench.class.getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, args) -> "linekeeper.dns".equals(args[0]) ? dns : null);
    }
}
