// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.Chain.naptr;
import static org.linekeeper.locator.dnsjava.Chain.rules;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.aaaa;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.srv;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.DnsRules.Cache;
import org.linekeeper.api.line.DnsRules.NaptrBuild;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.xbill.DNS.Rcode;

/** Where the records of the configuration stand beside those of DNS (Y5). */
class StaticRecordsTest {
    private static final String PBX = "pbx.example.com";
    private static final String UDP = "_sip._udp." + PBX;
    private static final String TCP = "_sip._tcp." + PBX;
    private static final StaticRecord ADDRESS = new StaticRecord.Address(PBX, 300, "198.51.100.1");

    private final Chain chain = new Chain();
    private final ScriptedExchange dns = chain.dns;

    @BeforeEach
    void noName() {
        dns.otherwise(says(Rcode.NXDOMAIN));
    }

    private static DnsRules dnsFirst(StaticRecord... statics) {
        return rules(Cache.ON, false, NaptrBuild.UDP, statics);
    }

    private static DnsRules staticFirst(StaticRecord... statics) {
        return rules(Cache.ON, true, NaptrBuild.UDP, statics);
    }

    @Test
    void Y5_withoutADnsServerStaticRecordsAreUsedForTheirTtl() {
        Chain off =
                new Chain(
                        () -> {
                            throw new Nameservers.NoneToAsk("DNS is switched off");
                        });
        assertThat(off.targets(Server.at(PBX), dnsFirst(ADDRESS)))
                .containsExactly("198.51.100.1:5060/udp");
        assertThat(off.found(naptr(PBX), dnsFirst(ADDRESS)).ttl())
                .contains(Duration.ofSeconds(300));
        assertThat(off.locate(Server.at(PBX), dnsFirst()))
                .isEqualTo(new Located.Failed(PBX + ": DNS is switched off"));
    }

    @Test
    void Y5_whenDnsReturnsNothingStaticRecordsAreUsed() {
        for (Zone.Behaviour nothing :
                List.of(
                        says(Rcode.NXDOMAIN),
                        says(Rcode.NOERROR),
                        says(Rcode.SERVFAIL),
                        says(Rcode.REFUSED),
                        Zone.fails("port unreachable"))) {
            dns.otherwise(nothing);
            assertThat(chain.targets(Server.at(PBX), dnsFirst(ADDRESS)))
                    .containsExactly("198.51.100.1:5060/udp");
        }
    }

    @Test
    void Y5_whatDnsKnowsWinsUnlessStaticIsFirst() {
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.1")));
        assertThat(chain.targets(Server.at(PBX), dnsFirst(ADDRESS)))
                .containsExactly("192.0.2.1:5060/udp");
        chain.asked();
        assertThat(chain.targets(Server.at(PBX), staticFirst(ADDRESS)))
                .containsExactly("198.51.100.1:5060/udp");
        assertThat(chain.asked()).isEmpty();
    }

    @Test
    void Y5_theAddressesOfAHostComeFromOneSource() {
        chain.sources.put(Zone.ip("2001:db8::1"), Zone.ip("2001:db8::2"));
        dns.on(PBX + " AAAA", answers(aaaa(PBX, 60, "2001:db8::9")));
        assertThat(chain.targets(Server.at(PBX), dnsFirst(ADDRESS)))
                .containsExactly("[2001:db8::9]:5060/udp");
        assertThat(chain.targets(Server.at(PBX), staticFirst(ADDRESS)))
                .containsExactly("198.51.100.1:5060/udp");
    }

    @Test
    void Y5_eachKindOfRecordMayComeFromAnotherSource() {
        chain.sources.put(Zone.ip("198.51.100.1"), Zone.ip("198.51.100.2"));
        dns.on(TCP + " SRV", answers(srv(TCP, 60, 1, 1, 5070, "host." + PBX)));
        DnsRules both =
                dnsFirst(
                        new StaticRecord.Naptr(PBX, 300, 1, 1, "S", "SIP+D2T", TCP),
                        new StaticRecord.Address("host." + PBX, 300, "198.51.100.1"),
                        new StaticRecord.Address("host." + PBX, 300, "2001:db8::1"));
        assertThat(chain.targets(naptr(PBX), both))
                .containsExactly("198.51.100.1:5070/tcp", "[2001:db8::1]:5070/tcp");
    }

    @Test
    void Y5_aStaticSrvRecordCountsWhateverNaptrBuildSaysAndAsksNoDnsForIt() {
        dns.on("host." + PBX + " A", answers(a("host." + PBX, 60, "192.0.2.1")));
        dns.on("udp." + PBX + " A", answers(a("udp." + PBX, 60, "192.0.2.2")));
        StaticRecord tcp = new StaticRecord.Srv(TCP, 300, 0, 0, 5070, "host." + PBX);
        assertThat(chain.targets(naptr(PBX), dnsFirst(tcp))).containsExactly("192.0.2.1:5070/tcp");
        assertThat(chain.asked()).contains(UDP + " SRV").doesNotContain(TCP + " SRV");
        chain.clock.advanceMs(60_000);
        dns.on(UDP + " SRV", answers(srv(UDP, 60, 1, 1, 5060, "udp." + PBX)));
        assertThat(chain.targets(naptr(PBX), dnsFirst(tcp)))
                .containsExactly("192.0.2.2:5060/udp", "192.0.2.1:5070/tcp");
        assertThat(chain.targets(naptr(PBX), staticFirst(tcp)))
                .containsExactly("192.0.2.1:5070/tcp");
    }

    @Test
    void Y5_withNaptrBuildAllStaticServicesStandInOrder() {
        DnsRules all =
                rules(
                        Cache.ON,
                        false,
                        NaptrBuild.ALL,
                        new StaticRecord.Srv("_sips._tcp." + PBX, 30, 0, 0, 0, "192.0.2.3"),
                        new StaticRecord.Srv(TCP, 30, 0, 0, 0, "192.0.2.2"),
                        new StaticRecord.Srv(UDP, 30, 0, 0, 0, "192.0.2.1"));
        assertThat(chain.targets(naptr(PBX), all))
                .containsExactly("192.0.2.1:5060/udp", "192.0.2.2:5060/tcp", "192.0.2.3:5061/tls");
    }

    @Test
    void Y2_staticNaptrRecordsStandByOrderThenPreference() {
        DnsRules rules =
                dnsFirst(
                        new StaticRecord.Naptr(PBX, 300, 1, 20, "A", "SIP+D2T", "192.0.2.2"),
                        new StaticRecord.Naptr(PBX, 300, 1, 10, "a", "SIP+D2U", "192.0.2.1"),
                        new StaticRecord.Naptr(PBX, 300, 0, 99, "A", "SIPS+D2T", "192.0.2.3"));
        assertThat(chain.targets(naptr(PBX), rules))
                .containsExactly("192.0.2.3:5061/tls", "192.0.2.1:5060/udp", "192.0.2.2:5060/tcp");
    }

    @Test
    void Y5_aFixedTransportUsesItsStaticSrvRecords() {
        Server tls = Server.at(PBX).with(s -> s.port(0).transport(Transport.TLS));
        StaticRecord record =
                new StaticRecord.Srv("_SIPS._tcp." + PBX, 30, 0, 0, 5071, "2001:db8::1");
        assertThat(chain.targets(tls, dnsFirst(record))).containsExactly("[2001:db8::1]:5071/tls");
    }

    @Test
    void namesAreComparedWithoutCaseAndLastDot() {
        StaticRecord shouted = new StaticRecord.Address("PBX.example.COM.", 300, "198.51.100.1");
        assertThat(chain.targets(Server.at(PBX), dnsFirst(shouted)))
                .containsExactly("198.51.100.1:5060/udp");
    }

    @Test
    void aRecordThatIsNoneIsPassedOver() {
        DnsRules broken =
                staticFirst(
                        new StaticRecord.Address("", 300, "192.0.2.1"),
                        new StaticRecord.Address(PBX, 300, "localhost"),
                        new StaticRecord.Address("a".repeat(300), 300, "192.0.2.1"),
                        new StaticRecord.Srv(UDP, 300, 70_000, 0, 0, "192.0.2.1"),
                        new StaticRecord.Srv(UDP, 300, 0, 0, 0, ""),
                        new StaticRecord.Naptr(PBX, 300, 0, 0, "S".repeat(300), "SIP+D2U", UDP),
                        new StaticRecord.Naptr(PBX, 300, 0, 0, "S", "SIP+D2U", ""),
                        new StaticRecord.Address(PBX, -5, "192.0.2.9"));
        Located.Found found = chain.found(naptr(PBX), broken);
        assertThat(found.targets()).asString().isEqualTo("[192.0.2.9:5060/udp]");
        assertThat(found.ttl()).contains(Duration.ZERO);
    }
}
