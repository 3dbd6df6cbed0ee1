// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.FIRST;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.SECOND;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.cname;
import static org.linekeeper.locator.dnsjava.Zone.fails;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.soa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ResolutionTest {
    private static final Question PBX = new Question(Zone.name("pbx.example.com"), Type.A);

    private final VirtualClock clock = new VirtualClock();
    private final ScriptedExchange dns = new ScriptedExchange(clock);
    private final Resolution resolution =
            new Resolution(dns, Limits.STANDARD, new Clocks(clock, clock));

    @Test
    void recordsKeepTheOrderOfTheAnswer() {
        dns.on(
                "pbx.example.com A",
                answers(
                        a("PBX.example.com", 60, "192.0.2.9"),
                        a("pbx.example.com", 60, "192.0.2.1"),
                        a("pbx.example.com", 60, "192.0.2.9")));
        assertThat(addresses(ask(FIRST))).containsExactly("192.0.2.9", "192.0.2.1");
    }

    @Test
    void silenceErrorAndRefusalGoToTheNextServer() {
        dns.on(SECOND, "pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        long start = clock.getAsLong();
        assertThat(addresses(ask(FIRST, SECOND))).containsExactly("192.0.2.1");
        assertThat(clock.getAsLong() - start).isEqualTo(2000);
        for (Zone.Behaviour bad :
                List.of(says(Rcode.SERVFAIL), says(Rcode.REFUSED), fails("port unreachable"))) {
            dns.on(FIRST, "pbx.example.com A", bad);
            assertThat(addresses(ask(FIRST, SECOND))).containsExactly("192.0.2.1");
        }
    }

    @Test
    void eachServerIsAskedTwiceWithinTheTotalTime() {
        long start = clock.getAsLong();
        assertThat(ask(FIRST, SECOND))
                .isEqualTo(
                        new Reply.Unknown(
                                "no DNS server knows (192.0.2.53: no answer, 192.0.2.54: no"
                                        + " answer)",
                                true));
        assertThat(clock.getAsLong() - start).isEqualTo(5000);
        assertThat(dns.asked)
                .extracting(each -> each.substring(0, 10))
                .containsExactly("192.0.2.53", "192.0.2.54", "192.0.2.53");
    }

    @Test
    void refusalsAreAskedAgainOnceAndNamed() {
        dns.on("pbx.example.com A", says(Rcode.SERVFAIL));
        assertThat(ask(FIRST))
                .isEqualTo(new Reply.Unknown("no DNS server knows (192.0.2.53: SERVFAIL)", true));
        assertThat(dns.asked).hasSize(2);
    }

    @Test
    void noNameAndNoDataAreFinal() {
        dns.on("pbx.example.com A", says(Rcode.NXDOMAIN, soa(3600, 30)));
        assertThat(ask(FIRST, SECOND)).isEqualTo(none(true, 30));
        dns.on("pbx.example.com A", says(Rcode.NOERROR, soa(20, 3600)));
        assertThat(ask(FIRST, SECOND)).isEqualTo(none(false, 20));
        assertThat(dns.asked).hasSize(2);
    }

    @Test
    void aNegativeAnswerHoldsAMinuteAtMostAndNotAtAllWithoutSoa() {
        dns.on("pbx.example.com A", says(Rcode.NXDOMAIN, soa(86_400, 86_400)));
        assertThat(ask(FIRST)).isEqualTo(none(true, 60));
        dns.on("pbx.example.com A", says(Rcode.NXDOMAIN));
        assertThat(ask(FIRST)).isEqualTo(none(true, 0));
    }

    @Test
    void aliasesInOneAnswerAreFollowedInAnyOrderWithTheShortestTtl() {
        dns.on(
                "pbx.example.com A",
                answers(
                        a("c.example.com", 100, "192.0.2.1"),
                        cname("b.example.com", 7, "c.example.com"),
                        cname("pbx.example.com", 50, "b.example.com")));
        assertThat(addresses(ask(FIRST))).containsExactly("192.0.2.1");
        assertThat(ttlMs(ask(FIRST))).isEqualTo(7000);
    }

    @Test
    void anAliasWithoutItsEndIsAskedFor() {
        dns.on("pbx.example.com A", answers(cname("pbx.example.com", 5, "b.example.com")));
        dns.on("b.example.com A", answers(a("b.example.com", 60, "192.0.2.1")));
        assertThat(addresses(ask(FIRST))).containsExactly("192.0.2.1");
        assertThat(ttlMs(ask(FIRST))).isEqualTo(5000);
    }

    @Test
    void aliasesInACircleEnd() {
        dns.on("pbx.example.com A", answers(cname("pbx.example.com", 5, "b.example.com")));
        dns.on("b.example.com A", answers(cname("b.example.com", 5, "pbx.example.com")));
        assertThat(ask(FIRST))
                .isEqualTo(new Reply.Unknown("its aliases go round in a circle", true));
        dns.on("pbx.example.com A", answers(cname("pbx.example.com", 5, "pbx.example.com")));
        assertThat(ask(FIRST))
                .isEqualTo(new Reply.Unknown("its aliases go round in a circle", true));
    }

    @Test
    void eightAliasesAreFollowedAndNineAreNot() {
        assertThat(addresses(afterAliases(8))).containsExactly("192.0.2.1");
        assertThat(afterAliases(9)).isEqualTo(new Reply.Unknown("more than 8 aliases", true));
    }

    private Reply afterAliases(int count) {
        dns.on("pbx.example.com A", answers(cname("pbx.example.com", 60, "h1.example.com")));
        for (int i = 1; i < count; i++) {
            String next = "h" + (i + 1) + ".example.com";
            dns.on("h" + i + ".example.com A", answers(cname("h" + i + ".example.com", 60, next)));
        }
        String last = "h" + count + ".example.com";
        dns.on(last + " A", answers(a(last, 60, "192.0.2.1")));
        return ask(FIRST);
    }

    @Test
    void aliasesShareTheTotalTime() {
        dns.on("pbx.example.com A", answers(cname("pbx.example.com", 60, "b.example.com")));
        long start = clock.getAsLong();
        assertThat(
                        new Resolution(dns, new Limits(2000, 9, 5000), new Clocks(clock, clock))
                                .resolve(PBX, List.of(FIRST))
                                .reply())
                .isInstanceOf(Reply.Unknown.class);
        assertThat(clock.getAsLong() - start).isEqualTo(5000);
    }

    @Test
    void recordsForOtherNamesAreIgnored() {
        dns.on("pbx.example.com A", answers(a("bank.example.com", 60, "203.0.113.66")));
        assertThat(ask(FIRST)).isEqualTo(none(false, 0));
    }

    @Test
    void tenThousandRecordsAreCutTo32() {
        Record[] many =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> a("pbx.example.com", 60, "10.0." + i / 256 + "." + i % 256))
                        .toArray(Record[]::new);
        dns.on("pbx.example.com A", answers(many));
        assertThat(addresses(ask(FIRST))).hasSize(32).startsWith("10.0.0.0", "10.0.0.1");
    }

    @Test
    void ttlIsBoundedAndZeroIsAllowed() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 0, "192.0.2.1")));
        assertThat(ttlMs(ask(FIRST))).isZero();
        dns.on(
                "pbx.example.com A",
                answers(withHighestTtlBit(a("pbx.example.com", 60, "192.0.2.1"))));
        assertThat(ttlMs(ask(FIRST))).isZero();
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 0x7fff_ffffL, "192.0.2.1")));
        assertThat(ttlMs(ask(FIRST))).isEqualTo(7 * 24 * 3600 * 1000L);
    }

    private static Record withHighestTtlBit(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        wire[record.getName().length() + 4] |= (byte) 0x80;
        try {
            return Record.fromWire(wire, Section.ANSWER);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Reply ask(InetSocketAddress... servers) {
        return resolution.resolve(PBX, List.of(servers)).reply();
    }

    private Reply none(boolean noName, long seconds) {
        return new Reply.None(noName, "192.0.2.53", clock.getAsLong() + 1000 * seconds);
    }

    private long ttlMs(Reply reply) {
        return ((Reply.Records) reply).expiresAtMs() - clock.getAsLong();
    }

    private static List<String> addresses(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Records.class);
        return ((Reply.Records) reply)
                .records().stream()
                        .map(record -> ((ARecord) record).getAddress().getHostAddress())
                        .toList();
    }
}
