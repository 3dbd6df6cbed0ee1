// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.FIRST;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.SECOND;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.soa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class LookupsTest {
    private static final Question PBX = new Question(Zone.name("pbx.example.com"), Type.A);

    private final VirtualClock clock = new VirtualClock();
    private final Clocks clocks = new Clocks(clock, clock);
    private final ScriptedExchange dns = new ScriptedExchange(clock);
    private final AtomicReference<List<InetSocketAddress>> servers =
            new AtomicReference<>(List.of(FIRST));
    private final Lookups lookups = new Lookups(servers::get, dns, Limits.STANDARD, clocks);

    @Test
    void whoAsksAtTheSameTimeSharesOneQuery() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        dns.on(
                "pbx.example.com A",
                query -> {
                    asked.countDown();
                    awaitQuietly(answered);
                    return answers(a("pbx.example.com", 0, "192.0.2.1")).answer(query);
                });
        CompletableFuture<Reply> one = CompletableFuture.supplyAsync(() -> ask(true));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        AtomicReference<Reply> otherReply = new AtomicReference<>();
        Question capitals = new Question(Zone.name("PBX.Example.com"), Type.A);
        Thread other = new Thread(() -> otherReply.set(lookups.ask(capitals, DnsRules.Cache.ON)));
        other.start();
        await().until(() -> other.getState() == Thread.State.WAITING);
        answered.countDown();
        other.join(10_000);
        assertThat(otherReply.get()).isEqualTo(one.get(10, TimeUnit.SECONDS));
        assertThat(dns.asked).hasSize(1);
        ask(true);
        assertThat(dns.asked).hasSize(2);
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void anAnswerIsKeptForItsTtlAndNotLonger() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        ask(true);
        clock.advanceMs(59_999);
        ask(true);
        assertThat(dns.asked).hasSize(1);
        clock.advanceMs(1);
        ask(true);
        assertThat(dns.asked).hasSize(2);
    }

    @Test
    void aNegativeAnswerIsKeptByItsSoa() {
        dns.on("pbx.example.com A", says(Rcode.NXDOMAIN, soa(3600, 10)));
        ask(true);
        clock.advanceMs(9_999);
        ask(true);
        assertThat(dns.asked).hasSize(1);
        clock.advanceMs(1);
        ask(true);
        assertThat(dns.asked).hasSize(2);
    }

    @Test
    void aFailureIsNotKept() {
        dns.on("pbx.example.com A", says(Rcode.SERVFAIL));
        assertThat(ask(true)).isInstanceOf(Reply.Unknown.class);
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        assertThat(ask(true)).isInstanceOf(Reply.Records.class);
    }

    @Test
    void withoutCacheEachLookUpAsks() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        ask(true);
        ask(false);
        ask(false);
        assertThat(dns.asked).hasSize(3);
    }

    @Test
    void inAnotherNetworkTheOldAnswersAreForgotten() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        dns.on(SECOND, "pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.2")));
        Reply before = ask(true);
        servers.set(List.of(SECOND));
        assertThat(ask(true)).isNotEqualTo(before);
        assertThat(dns.asked)
                .containsExactly("192.0.2.53 pbx.example.com A", "192.0.2.54 pbx.example.com A");
    }

    @Test
    void L6_whatWasKnownLastIsKeptForADay() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        Reply.Records first = (Reply.Records) ask(true);
        clock.advanceMs(60_000);
        dns.on("pbx.example.com A", says(Rcode.REFUSED));
        assertThat(ask(true)).isInstanceOf(Reply.Unknown.class);
        assertThat(lookups.lastKnown(PBX))
                .contains(new Reply.Records(first.records(), clock.getAsLong() + 30_000, true));
        clock.advanceMs(24 * 3_600_000);
        assertThat(lookups.lastKnown(PBX)).isEmpty();
    }

    @Test
    void L6_aNoMakesForgetWhatWasKnown() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 60, "192.0.2.1")));
        ask(true);
        clock.advanceMs(60_000);
        dns.on("pbx.example.com A", says(Rcode.NXDOMAIN));
        ask(true);
        assertThat(lookups.lastKnown(PBX)).isEmpty();
    }

    @Test
    void theCacheIsBounded() {
        for (int i = 0; i < 1000; i++) {
            String name = "h" + i + ".example.com";
            dns.on(name + " A", answers(a(name, 60, "192.0.2.1")));
            askFor(name);
        }
        askFor("h999.example.com");
        assertThat(dns.asked).hasSize(1000);
        askFor("h0.example.com");
        assertThat(dns.asked).hasSize(1001);
    }

    @Test
    void aBugIsAReply() {
        dns.on(
                "pbx.example.com A",
                query -> {
                    throw new IllegalStateException("for the test");
                });
        Reply bug = new Reply.Unknown("an internal error, see the log", true);
        assertThat(ask(true)).isEqualTo(bug);
        assertThat(ask(true)).isEqualTo(bug);
    }

    private Reply ask(boolean cached) {
        return lookups.ask(PBX, cached ? DnsRules.Cache.ON : DnsRules.Cache.OFF);
    }

    private void askFor(String name) {
        lookups.ask(new Question(Zone.name(name), Type.A), DnsRules.Cache.ON);
    }
}
