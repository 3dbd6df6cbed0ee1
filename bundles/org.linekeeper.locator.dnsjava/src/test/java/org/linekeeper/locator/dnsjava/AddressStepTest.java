// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.aaaa;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.soa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

class AddressesTest {
    private static final String PBX = "pbx.example.com";

    private final Chain chain = new Chain();
    private final VirtualClock clock = chain.clock;
    private final ScriptedExchange dns = chain.dns;

    @Test
    void aNameGivesItsAddressesWithPortTransportAndIdentity() {
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.9"), a(PBX, 60, "192.0.2.1")));
        Server server = Server.at(PBX + ".").with(s -> s.port(5070).transport(Transport.TLS));
        assertThat(locate(server))
                .isEqualTo(
                        new Located.Found(
                                List.of(
                                        new Target("192.0.2.9", 5070, Transport.TLS, PBX),
                                        new Target("192.0.2.1", 5070, Transport.TLS, PBX)),
                                Optional.of(Duration.ofSeconds(60))));
    }

    @Test
    void withoutARouteIpv6IsNotAskedFor() {
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.1")));
        targets(Server.at(PBX));
        assertThat(dns.asked).containsExactly("192.0.2.53 " + PBX + " A");
    }

    @Test
    void aNameThatHasOnlyIpv6IsFoundEvenWithoutARoute() {
        dns.on(PBX + " A", says(Rcode.NOERROR, soa(60, 60)));
        dns.on(PBX + " AAAA", answers(aaaa(PBX, 60, "2001:db8::9")));
        assertThat(targets(Server.at(PBX))).containsExactly("[2001:db8::9]:5060/udp");
    }

    @Test
    void bothFamiliesStandInTheOrderOfRfc6724WithTheShorterTtl() {
        routeTo("2001:db8::1", "2001:db8::2");
        routeTo("2001:db8::9", "2001:db8::2");
        routeTo("192.0.2.1", "192.0.2.2");
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.1")));
        dns.on(PBX + " AAAA", answers(aaaa(PBX, 30, "2001:db8::9")));
        Located.Found found = (Located.Found) locate(Server.at(PBX));
        assertThat(found.targets())
                .extracting(Target::address)
                .containsExactly("2001:db8::9", "192.0.2.1");
        assertThat(found.ttl()).contains(Duration.ofSeconds(30));
    }

    @Test
    void oneFamilyIsEnoughWhenTheOtherIsNotAnswered() {
        routeTo("2001:db8::1", "2001:db8::2");
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.1")));
        assertThat(targets(Server.at(PBX))).containsExactly("192.0.2.1:5060/udp");
    }

    @Test
    void theRestOfTheTtlIsGivenInWholeSeconds() {
        dns.on(PBX + " A", answers(a(PBX, 60, "192.0.2.1")));
        locate(Server.at(PBX));
        clock.advanceMs(10_001);
        assertThat(((Located.Found) locate(Server.at(PBX))).ttl()).contains(Duration.ofSeconds(50));
    }

    @Test
    void theReasonOfAFailureNamesServerAndDnsServer() {
        assertThat(locate(Server.at(PBX)))
                .isEqualTo(failed(PBX + ": no DNS server knows (192.0.2.53: no answer)"));
        dns.on(PBX + " A", says(Rcode.NXDOMAIN));
        assertThat(locate(Server.at(PBX)))
                .isEqualTo(failed(PBX + ": no such name, says 192.0.2.53"));
        dns.on(PBX + " A", says(Rcode.NOERROR));
        dns.on(PBX + " AAAA", says(Rcode.NOERROR));
        assertThat(locate(Server.at(PBX)))
                .isEqualTo(failed(PBX + ": no address record, says 192.0.2.53"));
        dns.on(PBX + " A", answers(a(PBX, 0, "0.0.0.0"), a(PBX, 0, "224.0.0.1")));
        assertThat(locate(Server.at(PBX)))
                .isEqualTo(failed(PBX + ": its address records name no host"));
        assertThat(locate(Server.at("no good"))).asString().contains("no good is no host name");
    }

    @Test
    void aServerHas32TargetsAtMost() {
        routeTo("2001:db8::1", "2001:db8::2");
        dns.on(PBX + " A", answers(many(i -> a(PBX, 60, "192.0.2." + i))));
        dns.on(PBX + " AAAA", answers(many(i -> aaaa(PBX, 60, "2001:db8::" + i))));
        assertThat(targets(Server.at(PBX))).hasSize(32);
    }

    private static Record[] many(IntFunction<Record> maker) {
        return IntStream.range(1, 101).mapToObj(maker).toArray(Record[]::new);
    }

    private void routeTo(String destination, String source) {
        chain.sources.put(Zone.ip(destination), Zone.ip(source));
    }

    private Located locate(Server server) {
        return chain.locate(server, DnsRules.STANDARD);
    }

    private List<String> targets(Server server) {
        return chain.targets(server, DnsRules.STANDARD);
    }

    private static Located failed(String detail) {
        return new Located.Failed(detail);
    }
}
