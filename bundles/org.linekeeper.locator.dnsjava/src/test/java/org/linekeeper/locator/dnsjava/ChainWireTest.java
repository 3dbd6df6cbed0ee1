// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.DnsRules.Cache;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.dns.Rcode;
import org.linekeeper.lab.dns.RecordType;

/** The worked examples of Yealink's guide, and hostile zones, over sockets. */
class ChainWireTest {
    private static final String PBX = "yealink.pbx.com";
    private static final String TCP = "_sip._tcp." + PBX;
    private static final String UDP = "_sip._udp." + PBX;

    private final PocketDns dns = PocketDns.start();
    private final PocketDns second = PocketDns.start();
    private final DnsjavaLocator locator =
            locator("127.0.0.1:" + dns.port() + ",127.0.0.1:" + second.port());
    private final DnsjavaLocator withoutDns = locator("none");

    private static DnsjavaLocator locator(String servers) {
        return new DnsjavaLocator(
                Optional.of(servers),
                new Limits(1000, 2, 4000),
                Clocks.system(1),
                new SplittableRandom(1));
    }

    @AfterEach
    void close() throws Exception {
        locator.close();
        withoutDns.close();
        dns.close();
        second.close();
    }

    private void pointers() {
        dns.naptr(PBX, 60, 90, 50, "s", "SIP+D2T", TCP);
        dns.naptr(PBX, 60, 100, 50, "s", "SIP+D2U", UDP);
    }

    private void services() {
        for (String name : List.of(TCP, UDP)) {
            dns.srv(name, 60, 0, 1, 5060, "server1." + PBX);
            dns.srv(name, 60, 0, 2, 5060, "server2." + PBX);
        }
    }

    private void hosts() {
        dns.a("Server1." + PBX, 60, "192.168.1.13").a("Server2." + PBX, 60, "192.168.1.14");
    }

    @Test
    void Y4_theWorkedExampleOfAppendixA() throws Exception {
        pointers();
        services();
        hosts();
        Located.Found found = found(Chain.naptr(PBX), Chain.YEALINK);
        assertThat(found.targets())
                .extracting(Target::toString)
                .containsExactly(
                        "192.168.1.14:5060/tcp",
                        "192.168.1.13:5060/tcp",
                        "192.168.1.14:5060/udp",
                        "192.168.1.13:5060/udp");
        assertThat(found.targets()).extracting(Target::host).containsOnly(PBX);
        assertThat(dns.queries("server1." + PBX, RecordType.A)).isEqualTo(1);
    }

    /** Example 1 of appendix B: no A record in DNS, and the port is given. */
    @Test
    void Y5_exampleOneTakesItsAddressesFromTheFile() throws Exception {
        Server server = Server.at(PBX).with(s -> s.port(5060).transport(Transport.NAPTR));
        DnsRules rules =
                Chain.YEALINK.withStatics(
                        List.of(
                                new StaticRecord.Address(PBX, 3600, "192.168.1.13"),
                                new StaticRecord.Address(PBX, 3600, "192.168.1.14")));
        for (DnsjavaLocator each : List.of(locator, withoutDns)) {
            Located.Found found = found(each, server, rules);
            assertThat(found.targets())
                    .extracting(Target::toString)
                    .containsExactly("192.168.1.13:5060/udp", "192.168.1.14:5060/udp");
            assertThat(found.ttl()).contains(Duration.ofSeconds(3600));
        }
    }

    /** Example 2: A records in DNS, no SRV. */
    @Test
    void Y5_exampleTwoTakesItsServicesFromTheFile() throws Exception {
        hosts();
        DnsRules rules =
                Chain.YEALINK.withStatics(
                        List.of(
                                new StaticRecord.Srv(TCP, 3600, 0, 1, 5060, "server1." + PBX),
                                new StaticRecord.Srv(TCP, 3600, 0, 2, 5060, "server2." + PBX)));
        assertThat(targets(rules))
                .containsExactly("192.168.1.14:5060/tcp", "192.168.1.13:5060/tcp");
    }

    /** Example 3: A and SRV records in DNS, no NAPTR. */
    @Test
    void Y5_exampleThreeTakesItsPointersFromTheFile() throws Exception {
        hosts();
        services();
        DnsRules rules =
                Chain.YEALINK.withStatics(
                        List.of(
                                new StaticRecord.Naptr(PBX, 3600, 90, 50, "S", "SIP+D2T", TCP),
                                new StaticRecord.Naptr(PBX, 3600, 100, 50, "S", "SIP+D2U", UDP)));
        assertThat(targets(rules))
                .containsExactly(
                        "192.168.1.14:5060/tcp",
                        "192.168.1.13:5060/tcp",
                        "192.168.1.14:5060/udp",
                        "192.168.1.13:5060/udp");
    }

    @Test
    void Y6_additionalRecordsSpareTheirQuestions() throws Exception {
        dns.additional(true);
        hosts();
        dns.srv(UDP, 60, 0, 1, 5060, "server1." + PBX);
        DnsRules rules = Chain.rules(Cache.ADDITIONAL, false, DnsRules.NaptrBuild.UDP);
        assertThat(targets(rules)).containsExactly("192.168.1.13:5060/udp");
        assertThat(dns.queries("server1." + PBX, RecordType.A)).isZero();
        assertThat(targets(Chain.YEALINK)).containsExactly("192.168.1.13:5060/udp");
        assertThat(dns.queries("server1." + PBX, RecordType.A)).isEqualTo(1);
    }

    @Test
    void L6_servfailAndRefusedAreForTheNextServer() throws Exception {
        for (Rcode code : List.of(Rcode.SERVFAIL, Rcode.REFUSED)) {
            dns.fail(code);
            second.srv(UDP, 0, 0, 1, 5060, "server1." + PBX);
            second.a("server1." + PBX, 0, "192.168.1.13");
            assertThat(targets(Chain.YEALINK)).containsExactly("192.168.1.13:5060/udp");
        }
    }

    @Test
    void aTruncatedChainComesOverTcp() throws Exception {
        pointers();
        services();
        hosts();
        dns.truncate(true);
        assertThat(targets(Chain.YEALINK)).startsWith("192.168.1.14:5060/tcp");
        assertThat(dns.tcpQueries()).isEqualTo(dns.queries() / 2);
    }

    @Test
    void hostileZonesEndInTime() throws Exception {
        dns.naptr(PBX, 60, 1, 1, "", "", PBX).naptr(PBX, 60, 2, 1, "", "", "b.pbx.com");
        dns.naptr("b.pbx.com", 60, 1, 1, "", "", PBX).cname(UDP, 60, "c.pbx.com");
        dns.cname("c.pbx.com", 60, UDP).a(PBX, 60, "192.168.1.13");
        assertThat(targets(Chain.YEALINK)).containsExactly("192.168.1.13:5060/udp");
        IntStream.range(0, 1000)
                .forEach(i -> dns.srv("_sip._udp.many.com", 60, i, 1, 5060, "h" + i + ".many.com"));
        assertThat(located(locator, Chain.naptr("many.com"), Chain.YEALINK))
                .isInstanceOf(Located.Failed.class);
        assertThat(dns.queries()).isLessThan(200);
    }

    private List<String> targets(DnsRules rules) throws Exception {
        return found(Chain.naptr(PBX), rules).targets().stream().map(Target::toString).toList();
    }

    private Located.Found found(Server server, DnsRules rules) throws Exception {
        return found(locator, server, rules);
    }

    private static Located.Found found(DnsjavaLocator locator, Server server, DnsRules rules)
            throws Exception {
        Located located = located(locator, server, rules);
        assertThat(located).isInstanceOf(Located.Found.class);
        return (Located.Found) located;
    }

    private static Located located(DnsjavaLocator locator, Server server, DnsRules rules)
            throws Exception {
        return locator.locate(server, rules).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
