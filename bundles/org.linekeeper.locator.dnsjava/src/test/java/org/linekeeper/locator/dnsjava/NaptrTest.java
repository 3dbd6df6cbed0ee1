// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.Chain.YEALINK;
import static org.linekeeper.locator.dnsjava.Chain.naptr;
import static org.linekeeper.locator.dnsjava.Chain.rules;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.naptr;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.srv;

import java.util.Locale;
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

/** Which records are asked for, and in which order their services stand. */
class NaptrTest {
    private static final String PBX = "pbx.example.com";

    private final Chain chain = new Chain();
    private final ScriptedExchange dns = chain.dns;

    @BeforeEach
    void services() {
        dns.otherwise(says(Rcode.NXDOMAIN));
        for (String service : new String[] {"_sip._udp", "_sip._tcp", "_sips._tcp"}) {
            String host = service.replace("_", "").replace(".", "-") + "." + PBX;
            String name = service + "." + PBX;
            dns.on(name + " SRV", answers(srv(name, 60, 0, 1, 5070, host)));
        }
        dns.on("sip-udp." + PBX + " A", answers(a("sip-udp." + PBX, 60, "192.0.2.1")));
        dns.on("sip-tcp." + PBX + " A", answers(a("sip-tcp." + PBX, 60, "192.0.2.2")));
        dns.on("sips-tcp." + PBX + " A", answers(a("sips-tcp." + PBX, 60, "192.0.2.3")));
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.9")));
    }

    private void pointers(Record... records) {
        dns.on(PBX + " NAPTR", answers(records));
    }

    private static Record to(int order, String flags, String service, String replacement) {
        return naptr(PBX, 60, order, flags, service, replacement);
    }

    @Test
    void Y1_anExplicitPortAsksForAddressesOnlyAndNaptrMeansUdpThen() {
        Server server = Server.at(PBX).with(s -> s.port(5080).transport(Transport.NAPTR));
        assertThat(chain.targets(server, YEALINK)).containsExactly("192.0.2.9:5080/udp");
        assertThat(chain.asked()).containsExactly(PBX + " A");
    }

    @Test
    void Y1_aFixedTransportAsksForItsOwnSrv() {
        assertThat(chain.targets(fixed(Transport.UDP), YEALINK))
                .containsExactly("192.0.2.1:5070/udp");
        assertThat(chain.asked())
                .containsExactly("_sip._udp." + PBX + " SRV", "sip-udp." + PBX + " A");
        assertThat(chain.targets(fixed(Transport.TCP), YEALINK))
                .containsExactly("192.0.2.2:5070/tcp");
        assertThat(chain.targets(fixed(Transport.TLS), YEALINK))
                .containsExactly("192.0.2.3:5070/tls");
    }

    @Test
    void Y1_withoutSrvThePortIs5060Or5061() {
        dns.on("_sip._tcp." + PBX + " SRV", says(Rcode.NXDOMAIN));
        dns.on("_sips._tcp." + PBX + " SRV", says(Rcode.SERVFAIL));
        assertThat(chain.targets(fixed(Transport.TCP), YEALINK))
                .containsExactly("192.0.2.9:5060/tcp");
        assertThat(chain.targets(fixed(Transport.TLS), YEALINK))
                .containsExactly("192.0.2.9:5061/tls");
    }

    private static Server fixed(Transport transport) {
        return Server.at(PBX).with(s -> s.port(0).transport(transport));
    }

    @Test
    void Y2_orderThenPreferenceAndAllServicesStay() {
        pointers(
                to(100, "s", "SIP+D2U", "_sip._udp." + PBX),
                to(90, "s", "SIP+D2T", "_sip._tcp." + PBX),
                to(95, "s", "SIPS+D2T", "_sips._tcp." + PBX));
        assertThat(chain.targets(naptr(PBX), YEALINK))
                .containsExactly("192.0.2.2:5070/tcp", "192.0.2.3:5070/tls", "192.0.2.1:5070/udp");
    }

    @Test
    void Y2_flagsAndServicesAreReadInAnyCaseAndForeignOnesPassedOver() {
        pointers(
                to(1, "s", "SIP+D2S", "_sip._sctp." + PBX),
                to(2, "u", "SIP+D2U", "_sip._udp." + PBX),
                to(3, "P", "SIP+D2U", "_sip._udp." + PBX),
                to(4, "u", "E2U+sip", "."),
                to(5, "s", "SIP+D2U", "."),
                to(6, "S", "sip+d2t", "_SIP._tcp." + PBX));
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.2:5070/tcp");
        assertThat(chain.asked()).noneMatch(each -> each.contains("udp"));
    }

    @Test
    void Y2_flagAIsAHostWithTheStandardPort() {
        pointers(to(1, "A", "SIPS+D2T", "sip-udp." + PBX), to(2, "a", "SIP+D2T", "sip-tcp." + PBX));
        assertThat(chain.targets(naptr(PBX), YEALINK))
                .containsExactly("192.0.2.1:5061/tls", "192.0.2.2:5060/tcp");
    }

    @Test
    void Y2_anEmptyFlagAsksForNaptrAgain() {
        pointers(to(1, "", "", "other.example.net"), to(2, "s", "SIP+D2U", "_sip._udp." + PBX));
        dns.on(
                "other.example.net NAPTR",
                answers(naptr("other.example.net", 30, 9, "s", "SIP+D2T", "_sip._tcp." + PBX)));
        assertThat(chain.targets(naptr(PBX), YEALINK))
                .containsExactly("192.0.2.2:5070/tcp", "192.0.2.1:5070/udp");
        assertThat(chain.found(naptr(PBX), YEALINK).ttl())
                .hasValueSatisfying(ttl -> assertThat(ttl).hasSeconds(30));
    }

    @Test
    void Y2_naptrLoopsEnd() {
        pointers(to(1, "", "", PBX), to(2, "", "", "b.example.com"));
        dns.on("b.example.com NAPTR", answers(naptr("b.example.com", 60, 1, "", "", PBX)));
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.1:5070/udp");
        assertThat(chain.asked().stream().filter(each -> each.endsWith("NAPTR"))).hasSize(2);
    }

    @Test
    void Y2_aLongRowOfNaptrEndsToo() {
        pointers(to(1, "", "", "n1.example.com"));
        for (int i = 1; i < 100; i++) {
            String name = "n" + i + ".example.com";
            String next = "n" + (i + 1) + ".example.com";
            dns.on(name + " NAPTR", answers(naptr(name, 60, 1, "", "", next)));
        }
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.1:5070/udp");
        assertThat(chain.asked().stream().filter(each -> each.endsWith("NAPTR"))).hasSize(8);
    }

    @Test
    void Y2_withoutNaptrItIsBuiltForUdpOrForAll() {
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.1:5070/udp");
        assertThat(chain.asked())
                .containsExactly(
                        PBX + " NAPTR", "_sip._udp." + PBX + " SRV", "sip-udp." + PBX + " A");
        assertThat(chain.targets(naptr(PBX), DnsRules.STANDARD))
                .containsExactly("192.0.2.1:5070/udp", "192.0.2.2:5070/tcp", "192.0.2.3:5070/tls");
    }

    @Test
    void Y2_withoutNaptrAndSrvTheNameItselfIsTheHost() {
        dns.on("_sip._udp." + PBX + " SRV", says(Rcode.NXDOMAIN));
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.9:5060/udp");
    }

    @Test
    void Y2_naptrWithoutItsSrvLeavesTheTransportAndTheName() {
        pointers(to(1, "s", "SIPS+D2T", "_nowhere._tcp." + PBX));
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.9:5061/tls");
    }

    @Test
    void L3_aDotAsTargetRefusesTheService() {
        String udp = "_sip._udp." + PBX;
        dns.on(udp + " SRV", answers(srv(udp, 60, 0, 0, 0, ".")));
        assertThat(chain.locate(fixed(Transport.UDP), YEALINK))
                .isEqualTo(
                        new Located.Failed(
                                PBX + ": its SRV records say that it has no such service"));
        DnsRules all = rules(DnsRules.Cache.ON, false, DnsRules.NaptrBuild.ALL);
        assertThat(chain.targets(naptr(PBX), all))
                .containsExactly("192.0.2.2:5070/tcp", "192.0.2.3:5070/tls");
        dns.on("_sip._tcp." + PBX + " SRV", says(Rcode.NXDOMAIN));
        dns.on("_sips._tcp." + PBX + " SRV", says(Rcode.NXDOMAIN));
        chain.clock.advanceMs(60_000);
        assertThat(chain.targets(naptr(PBX), all)).containsExactly("192.0.2.9:5060/tcp");
    }

    @Test
    void theIdentityStaysTheConfiguredName() {
        pointers(to(1, "s", "SIPS+D2T", "_sips._tcp." + PBX));
        assertThat(chain.found(naptr(PBX.toUpperCase(Locale.ROOT) + "."), YEALINK).targets())
                .extracting(Target::host)
                .containsExactly("PBX.EXAMPLE.COM");
    }

    @Test
    void servicesOfOneServerAreBounded() {
        pointers(
                IntStream.range(0, 30)
                        .mapToObj(i -> to(i, "s", "SIP+D2U", "_s" + i + "." + PBX))
                        .toArray(Record[]::new));
        assertThat(chain.targets(naptr(PBX), YEALINK)).containsExactly("192.0.2.9:5060/udp");
        assertThat(chain.asked().stream().filter(each -> each.endsWith("SRV"))).hasSize(16);
    }

    @Test
    void aNameWithNoRoomForItsServiceIsAskedForItsAddress() {
        String longest = ("a".repeat(60) + ".").repeat(4) + "abcdefg";
        dns.on(longest + " A", answers(a(longest, 60, "192.0.2.8")));
        assertThat(chain.targets(naptr(longest), YEALINK)).containsExactly("192.0.2.8:5060/udp");
    }
}
