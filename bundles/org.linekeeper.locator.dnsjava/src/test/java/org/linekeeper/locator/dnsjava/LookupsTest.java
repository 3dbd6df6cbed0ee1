// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.FIRST;
import static org.linekeeper.locator.dnsjava.ScriptedExchange.SECOND;
import static org.linekeeper.locator.dnsjava.Zone.a;
import static org.linekeeper.locator.dnsjava.Zone.answers;
import static org.linekeeper.locator.dnsjava.Zone.says;
import static org.linekeeper.locator.dnsjava.Zone.soa;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class LookupsTest {
    private static final Question PBX = new Question(Zone.name("pbx.example.com"), Type.A);

    private final VirtualClock clock = new VirtualClock();
    private final Clocks clocks = new Clocks(clock, clock);
    private final ScriptedExchange dns = new ScriptedExchange(clock);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicReference<List<InetSocketAddress>> servers =
            new AtomicReference<>(List.of(FIRST));
    private final Lookups lookups =
            new Lookups(servers::get, dns, Limits.STANDARD, clocks, tasks::add);

    @Test
    void whoAsksAtTheSameTimeSharesOneQuery() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 0, "192.0.2.1")));
        CompletionStage<Reply> one = lookups.ask(PBX, true);
        CompletionStage<Reply> other =
                lookups.ask(new Question(Zone.name("PBX.Example.com"), Type.A), true);
        runAll();
        assertThat(one.toCompletableFuture()).isCompleted();
        assertThat(other.toCompletableFuture().join()).isEqualTo(one.toCompletableFuture().join());
        assertThat(dns.asked).hasSize(1);
        ask(true);
        assertThat(dns.asked).hasSize(2);
    }

    @Test
    void oneWhoGivesUpSpoilsNothingForTheOthers() {
        dns.on("pbx.example.com A", answers(a("pbx.example.com", 0, "192.0.2.1")));
        lookups.ask(PBX, true).toCompletableFuture().cancel(true);
        CompletionStage<Reply> other = lookups.ask(PBX, true);
        runAll();
        assertThat(other.toCompletableFuture().join()).isInstanceOf(Reply.Records.class);
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
    void theCacheIsBounded() {
        for (int i = 0; i < 1000; i++) {
            String name = "h" + i + ".example.com";
            dns.on(name + " A", answers(a(name, 60, "192.0.2.1")));
            lookups.ask(new Question(Zone.name(name), Type.A), true);
            runAll();
        }
        lookups.ask(new Question(Zone.name("h999.example.com"), Type.A), true);
        runAll();
        assertThat(dns.asked).hasSize(1000);
        lookups.ask(new Question(Zone.name("h0.example.com"), Type.A), true);
        runAll();
        assertThat(dns.asked).hasSize(1001);
    }

    @Test
    void aBugOrAFullPoolIsAReply() {
        dns.on(
                "pbx.example.com A",
                query -> {
                    throw new IllegalStateException("for the test");
                });
        assertThat(ask(true)).isEqualTo(new Reply.Unknown("an internal error, see the log"));
        Lookups full =
                new Lookups(
                        servers::get,
                        dns,
                        Limits.STANDARD,
                        clocks,
                        task -> {
                            throw new RejectedExecutionException();
                        });
        assertThat(full.ask(PBX, true).toCompletableFuture().join())
                .isEqualTo(new Reply.Unknown("too many names are being looked up"));
        assertThat(full.ask(PBX, true).toCompletableFuture()).isCompleted();
    }

    private Reply ask(boolean cached) {
        CompletionStage<Reply> reply = lookups.ask(PBX, cached);
        runAll();
        return reply.toCompletableFuture().join();
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }
}
