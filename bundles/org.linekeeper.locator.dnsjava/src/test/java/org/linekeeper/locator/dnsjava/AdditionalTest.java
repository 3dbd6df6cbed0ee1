// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.Chain.naptr;
import static org.linekeeper.locator.dnsjava.Chain.rules;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.answersWith;
import static org.linekeeper.locator.dnsjava.Zone.naptr;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.srv;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.DnsRules.Cache;
import org.linekeeper.api.line.DnsRules.NaptrBuild;
import org.linekeeper.api.line.Server;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * What comes along with an answer is used when the rules say so, and only where it belongs (Y6).
 */
class AdditionalTest {
    private static final String PBX = "pbx.example.com";
    private static final String UDP = "_sip._udp." + PBX;
    private static final String HOST = "s1." + PBX;
    private static final DnsRules ADDITIONAL = rules(Cache.ADDITIONAL, false, NaptrBuild.UDP);

    private final Chain chain = new Chain();
    private final ScriptedExchange dns = chain.dns;

    @BeforeEach
    void zone() {
        dns.otherwise(says(Rcode.NXDOMAIN));
        dns.on(HOST + " A", answers(a(HOST, 60, "192.0.2.1")));
    }

    private void srvWith(Record... additional) {
        dns.on(UDP + " SRV", answersWith(List.of(srv(UDP, 60, 1, 1, 5060, HOST)), additional));
    }

    private List<String> targets(Cache cache) {
        return chain.targets(naptr(PBX), rules(cache, false, NaptrBuild.UDP));
    }

    @Test
    void Y6_additionalAddressesSpareAQuestionOnlyWhenTheRuleSaysSo() {
        srvWith(a(HOST, 60, "192.0.2.1"));
        for (Cache cache : List.of(Cache.OFF, Cache.ON)) {
            targets(cache);
            assertThat(chain.asked()).contains(HOST + " A");
        }
        chain.clock.advanceMs(60_000);
        assertThat(targets(Cache.ADDITIONAL)).containsExactly("192.0.2.1:5060/udp");
        assertThat(chain.asked()).containsExactly(PBX + " NAPTR", UDP + " SRV");
    }

    @Test
    void Y6_liveQueriesAreMadeEachTimeAndACacheSparesThem() {
        srvWith();
        targets(Cache.ON);
        targets(Cache.ON);
        assertThat(chain.asked()).containsOnlyOnce(UDP + " SRV", HOST + " A");
        targets(Cache.OFF);
        targets(Cache.OFF);
        assertThat(chain.asked().stream().filter((UDP + " SRV")::equals)).hasSize(2);
    }

    @Test
    void Y6_naptrBringsSrvAndSrvBringsAddresses() {
        dns.on(
                PBX + " NAPTR",
                answersWith(
                        List.of(naptr(PBX, 60, 1, "s", "SIP+D2U", UDP)),
                        srv(UDP, 60, 1, 1, 5080, HOST),
                        a(HOST, 60, "192.0.2.7")));
        assertThat(chain.targets(naptr(PBX), ADDITIONAL)).containsExactly("192.0.2.7:5080/udp");
        assertThat(chain.asked()).containsExactly(PBX + " NAPTR");
    }

    @Test
    void Y6_additionalRecordsEndWithTheirTtl() {
        srvWith(a(HOST, 5, "192.0.2.66"));
        assertThat(targets(Cache.ADDITIONAL)).containsExactly("192.0.2.66:5060/udp");
        chain.clock.advanceMs(5000);
        assertThat(targets(Cache.ADDITIONAL)).containsExactly("192.0.2.1:5060/udp");
    }

    @Test
    void Y6_noOtherNameCanBePoisoned() {
        String bank = "sip.bank.example";
        dns.on(bank + " A", answers(a(bank, 60, "203.0.113.1")));
        dns.on("other." + PBX + " A", answers(a("other." + PBX, 60, "192.0.2.2")));
        dns.on(
                UDP + " SRV",
                answersWith(
                        List.of(srv(UDP, 60, 1, 2, 5060, HOST), srv(UDP, 60, 1, 1, 5060, bank)),
                        a(bank, 60, "192.0.2.66"),
                        a("other." + PBX, 60, "192.0.2.66"),
                        a("example.com", 60, "192.0.2.66")));
        assertThat(chain.targets(naptr(PBX), ADDITIONAL))
                .containsExactly("192.0.2.1:5060/udp", "203.0.113.1:5060/udp");
        assertThat(chain.targets(Server.at("other." + PBX), ADDITIONAL))
                .containsExactly("192.0.2.2:5060/udp");
    }

    @Test
    void Y6_aWholeTopDomainIsNobodysToSpeakFor() {
        String udp = "_sip._udp.example";
        dns.on("pbx.example A", answers(a("pbx.example", 60, "192.0.2.1")));
        dns.on(
                udp + " SRV",
                answersWith(
                        List.of(srv(udp, 60, 1, 1, 5060, "pbx.example")),
                        a("pbx.example", 60, "192.0.2.66")));
        assertThat(chain.targets(naptr("example"), ADDITIONAL))
                .containsExactly("192.0.2.1:5060/udp");
    }

    @Test
    void Y6_tenThousandAdditionalRecordsAreSurvived() {
        srvWith(
                IntStream.range(0, 10_000)
                        .mapToObj(i -> a(HOST, 60, "10.0." + i / 256 + "." + i % 256))
                        .toArray(Record[]::new));
        assertThat(targets(Cache.ADDITIONAL)).hasSize(32).startsWith("10.0.0.0:5060/udp");
    }
}
