// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.Chain.YEALINK;
import static org.linekeeper.locator.dnsjava.Chain.naptr;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.aaaa;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.cname;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.srv;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** From SRV records to targets that hold as long as what led to them. */
class SrvTest {
    private static final String PBX = "pbx.example.com";
    private static final String UDP = "_sip._udp." + PBX;

    private final Chain chain = new Chain();
    private final ScriptedExchange dns = chain.dns;

    @BeforeEach
    void hosts() {
        dns.otherwise(says(Rcode.NXDOMAIN));
        for (int i = 1; i < 100; i++) {
            String host = "s" + i + "." + PBX;
            dns.on(host + " A", answers(a(host, 100 + i, "192.0.2." + i)));
        }
    }

    private void services(Record... records) {
        dns.on(UDP + " SRV", answers(records));
    }

    private static Record to(int priority, int weight, String host) {
        return srv(UDP, 300, priority, weight, 5060, host);
    }

    private List<String> targets() {
        return chain.targets(naptr(PBX), YEALINK);
    }

    @Test
    void withoutSrvTheConfiguredPortIsTheOneOfTheAddresses() {
        dns.on(PBX + " A", answers(a(PBX, 300, "192.0.2.1")));
        Server server = Server.at(PBX).with(draft -> draft.port(0).fallbackPort(5070));

        assertThat(chain.targets(server, YEALINK)).containsExactly("192.0.2.1:5070/udp");
    }

    @Test
    void Y3_priorityThenTheGreaterWeightAndAllRecordsStay() {
        services(
                to(20, 9, "s5." + PBX),
                to(10, 1, "s1." + PBX),
                to(10, 3, "s3." + PBX),
                to(10, 0, "s4." + PBX),
                to(10, 2, "s2." + PBX));
        assertThat(targets())
                .containsExactly(
                        "192.0.2.3:5060/udp",
                        "192.0.2.2:5060/udp",
                        "192.0.2.1:5060/udp",
                        "192.0.2.4:5060/udp",
                        "192.0.2.5:5060/udp");
    }

    @Test
    void Y3_aDrawHoldsForItsTtlWithAndWithoutCacheAndThenIsMadeAnew() {
        services(
                IntStream.range(1, 9)
                        .mapToObj(i -> to(1, 1, "s" + i + "." + PBX))
                        .toArray(Record[]::new));
        DnsRules live = Chain.rules(DnsRules.Cache.OFF, false, DnsRules.NaptrBuild.UDP);
        List<String> drawn = targets();
        Set<List<String>> later = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            chain.clock.advanceMs(14_000);
            assertThat(targets()).isEqualTo(drawn);
            assertThat(chain.targets(naptr(PBX), live)).isEqualTo(drawn);
        }
        for (int i = 0; i < 20; i++) {
            chain.clock.advanceMs(300_000);
            later.add(targets());
        }
        assertThat(later).hasSizeGreaterThan(10);
    }

    @Test
    void Y4_everyAddressOfAHostIsATargetInTheOrderOfTheAnswer() {
        services(to(1, 2, "s1." + PBX), to(1, 1, "s2." + PBX));
        String host = "s1." + PBX;
        dns.on(host + " A", answers(a(host, 60, "192.0.2.200"), a(host, 60, "192.0.2.100")));
        assertThat(targets())
                .containsExactly(
                        "192.0.2.200:5060/udp", "192.0.2.100:5060/udp", "192.0.2.2:5060/udp");
    }

    @Test
    void Y4_aTargetThatIsAnAddressNeedsNoLookUp() {
        services(to(1, 2, "192.0.2.77"), to(1, 1, "s2." + PBX));
        assertThat(targets()).containsExactly("192.0.2.77:5060/udp", "192.0.2.2:5060/udp");
        assertThat(chain.asked()).noneMatch(each -> each.startsWith("192"));
    }

    @Test
    void L5_theFamiliesTakeTurnsSoThatADeadOneCostsOneAttempt() {
        for (String each : List.of("2001:db8::1", "2001:db8::11", "2001:db8::12")) {
            chain.sources.put(Zone.ip(each), Zone.ip("2001:db8::2"));
        }
        chain.sources.put(Zone.ip("192.0.2.11"), Zone.ip("192.0.2.2"));
        services(to(1, 1, "dual." + PBX));
        String host = "dual." + PBX;
        dns.on(host + " A", answers(a(host, 60, "192.0.2.12"), a(host, 60, "192.0.2.11")));
        dns.on(
                host + " AAAA",
                answers(aaaa(host, 60, "2001:db8::12"), aaaa(host, 60, "2001:db8::11")));
        assertThat(chain.found(naptr(PBX), YEALINK).targets())
                .extracting(Target::address)
                .containsExactly("2001:db8::12", "192.0.2.12", "2001:db8::11", "192.0.2.11");
    }

    @Test
    void L5_aFamilyWithoutARouteComesLast() {
        chain.sources.put(Zone.ip("2001:db8::1"), Zone.ip("2001:db8::2"));
        chain.sources.put(Zone.ip("192.0.2.11"), Zone.ip("192.0.2.2"));
        services(to(1, 1, "dual." + PBX));
        String host = "dual." + PBX;
        dns.on(host + " A", answers(a(host, 60, "192.0.2.12"), a(host, 60, "192.0.2.11")));
        dns.on(host + " AAAA", answers(aaaa(host, 60, "fec0::1")));
        assertThat(chain.found(naptr(PBX), YEALINK).targets())
                .extracting(Target::address)
                .containsExactly("192.0.2.12", "192.0.2.11", "fec0::1");
    }

    @Test
    void L6_eachTargetHoldsAsLongAsTheRecordsThatLedThere() {
        String host = "s2." + PBX;
        services(to(1, 2, "s1." + PBX), to(1, 1, host), to(2, 1, "far." + PBX));
        dns.on(host + " A", answers(cname(host, 20, "c." + PBX), a("c." + PBX, 60, "192.0.2.2")));
        dns.on("far." + PBX + " A", answers(a("far." + PBX, 9000, "192.0.2.7")));
        assertThat(chain.locate(naptr(PBX), YEALINK))
                .isEqualTo(
                        new Located.Found(
                                List.of(
                                        target("192.0.2.1"),
                                        target("192.0.2.2"),
                                        target("192.0.2.7")),
                                Optional.of(Duration.ofSeconds(20)),
                                Map.of(
                                        target("192.0.2.1"),
                                        Duration.ofSeconds(101),
                                        target("192.0.2.7"),
                                        Duration.ofSeconds(300))));
    }

    @Test
    void L6_aTtlOfZeroIsForOneUse() {
        dns.on(UDP + " SRV", answers(srv(UDP, 0, 1, 1, 5060, "s1." + PBX)));
        assertThat(chain.found(naptr(PBX), YEALINK).ttl()).contains(Duration.ZERO);
        chain.asked();
        targets();
        assertThat(chain.asked()).contains(UDP + " SRV").doesNotContain("s1." + PBX + " A");
    }

    @Test
    void Y6_withoutCacheTheTargetsAreForOneUseThoughTheirRecordsHoldOn() {
        services(to(1, 2, "s1." + PBX));
        DnsRules live = Chain.rules(DnsRules.Cache.OFF, false, DnsRules.NaptrBuild.UDP);
        Located.Found found = chain.found(naptr(PBX), live);
        assertThat(found.ttl()).contains(Duration.ZERO);
        assertThat(found.ttls()).containsEntry(target("192.0.2.1"), Duration.ofSeconds(101));
    }

    @Test
    void L6_whatIsNotAnsweredIsAskedAgainSoonAndNotAfterTheOthersTtl() {
        services(to(1, 2, "s1." + PBX), to(1, 1, "s2." + PBX));
        dns.on("s1." + PBX + " A", says(Rcode.SERVFAIL));
        Located.Found found = chain.found(naptr(PBX), YEALINK);
        assertThat(found.targets()).containsExactly(target("192.0.2.2"));
        assertThat(found.ttl()).contains(Duration.ofSeconds(60));
        assertThat(found.ttls()).containsEntry(target("192.0.2.2"), Duration.ofSeconds(102));
    }

    @Test
    void L6_whenDnsFailsTheLastKnownTargetsStayForAWhileInTheirOrder() {
        services(
                IntStream.range(1, 9)
                        .mapToObj(i -> to(1, 1, "s" + i + "." + PBX))
                        .toArray(Record[]::new));
        List<String> before = targets();
        chain.clock.advanceMs(400_000);
        dns.refuseAll();
        for (int i = 0; i < 5; i++) {
            Located.Found found = chain.found(naptr(PBX), YEALINK);
            assertThat(found.targets()).extracting(Target::toString).isEqualTo(before);
            assertThat(found.ttl()).contains(Duration.ofSeconds(30));
            chain.clock.advanceMs(30_000);
        }
        DnsRules live = Chain.rules(DnsRules.Cache.OFF, false, DnsRules.NaptrBuild.UDP);
        assertThat(chain.locate(naptr(PBX), live)).isInstanceOf(Located.Failed.class);
    }

    @Test
    void srvWhoseHostsHaveNoAddressSaysWhich() {
        services(to(1, 2, "gone." + PBX));
        assertThat(chain.locate(naptr(PBX), YEALINK))
                .isEqualTo(
                        new Located.Failed(
                                PBX + ": gone." + PBX + ": no such name, says 192.0.2.53"));
    }

    @Test
    void portZeroInSrvIsTheStandardPort() {
        services(srv(UDP, 60, 1, 1, 0, "s1." + PBX));
        assertThat(targets()).containsExactly("192.0.2.1:5060/udp");
    }

    @Test
    void twoRecordsToTheSamePlaceAreOneTarget() {
        services(to(1, 1, "s1." + PBX), to(2, 1, "S1." + PBX), to(3, 1, "192.0.2.1"));
        assertThat(targets()).containsExactly("192.0.2.1:5060/udp");
    }

    @Test
    void ofTenThousandRecordsTheBest32AreTargets() {
        services(
                IntStream.range(0, 10_000)
                        .mapToObj(i -> to(10_000 - i, 1, "s" + (10_000 - i) + "." + PBX))
                        .toArray(Record[]::new));
        assertThat(targets())
                .hasSize(32)
                .startsWith("192.0.2.1:5060/udp", "192.0.2.2:5060/udp")
                .endsWith("192.0.2.32:5060/udp");
    }

    @Test
    void aChainOfSilentServersEndsInBoundedTime() {
        Chain silent = new Chain();
        long start = silent.clock.getAsLong();
        assertThat(silent.locate(naptr(PBX), DnsRules.STANDARD)).isInstanceOf(Located.Failed.class);
        assertThat(silent.clock.getAsLong() - start)
                .isLessThanOrEqualTo(Limits.STANDARD.chainMs() + Limits.STANDARD.totalMs());
    }

    private static Target target(String address) {
        return new Target(address, 5060, Transport.UDP, PBX);
    }
}
