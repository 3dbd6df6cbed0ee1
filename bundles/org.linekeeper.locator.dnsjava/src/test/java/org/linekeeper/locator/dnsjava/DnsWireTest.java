// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.locator.Located;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.dns.Rcode;
import org.linekeeper.lab.dns.RecordType;

/** The whole locator against DNS servers on the loopback interface. */
class DnsWireTest {
    private static final String PBX = "pbx.example.com";
    private static final Limits SHORT = new Limits(1000, 2, 4000);

    private static final Clocks REAL = Clocks.system(1);

    private volatile Duration passed = Duration.ZERO;
    private final PocketDns first = PocketDns.start();
    private final PocketDns second = PocketDns.start();
    private final DnsjavaLocator locator =
            new DnsjavaLocator(
                    Optional.of("127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port()),
                    SHORT,
                    new Clocks(REAL.waits(), () -> REAL.ttls().getAsLong() + passed.toMillis()),
                    new SplittableRandom(1));

    @AfterEach
    void close() throws Exception {
        locator.close();
        first.close();
        second.close();
    }

    @Test
    void aNameIsFoundWithItsTtlAndThenKept() throws Exception {
        first.a(PBX, 60, "127.0.0.9").a(PBX, 60, "127.0.0.1");
        for (int i = 0; i < 3; i++) {
            Located.Found found = (Located.Found) locate(PBX, DnsRules.STANDARD);
            assertThat(found.targets())
                    .extracting(Target::toString)
                    .containsExactly("127.0.0.9:5060/udp", "127.0.0.1:5060/udp");
            assertThat(found.ttl().orElseThrow())
                    .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        }
        assertThat(first.queries(PBX, RecordType.A)).isEqualTo(1);
        assertThat(second.queries()).isZero();
    }

    @Test
    void afterItsTtlANameIsAskedForAgain() throws Exception {
        first.a(PBX, 60, "127.0.0.1");
        targets(PBX);
        first.remove(PBX).a(PBX, 60, "127.0.0.2");
        assertThat(targets(PBX)).containsExactly("127.0.0.1:5060/udp");
        passed = Duration.ofSeconds(60);
        assertThat(targets(PBX)).containsExactly("127.0.0.2:5060/udp");
    }

    @Test
    void withoutCacheEachLookUpIsOnTheWire() throws Exception {
        first.a(PBX, 60, "127.0.0.1");
        DnsRules off =
                new DnsRules(
                        DnsRules.Cache.OFF,
                        false,
                        DnsRules.NaptrBuild.ALL,
                        DnsRules.SrvOrder.RFC2782,
                        List.of());
        locate(PBX, off);
        locate(PBX, off);
        assertThat(first.queries(PBX, RecordType.A)).isEqualTo(2);
    }

    @Test
    void aliasesLeadToTheAddressAndTheIdentityStays() throws Exception {
        first.cname(PBX, 5, "node7.example.net").a("node7.example.net", 60, "127.0.0.7");
        Located.Found found = (Located.Found) locate(PBX, DnsRules.STANDARD);
        assertThat(found.targets()).extracting(Target::host).containsExactly(PBX);
        assertThat(found.ttl().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aNameWithOnlyIpv6IsFound() throws Exception {
        first.aaaa(PBX, 60, "::1").soa("example.com", 60, 60);
        assertThat(targets(PBX)).containsExactly("[::1]:5060/udp");
    }

    @Test
    void aLargeAnswerComesOverTcpAndIsCutTo32() throws Exception {
        IntStream.range(0, 2000)
                .forEach(i -> first.a(PBX, 60, "127.1." + i / 200 + "." + (1 + i % 200)));
        assertThat(targets(PBX)).hasSize(32).startsWith("127.1.0.1:5060/udp");
        assertThat(first.tcpQueries()).isEqualTo(1);
    }

    @Test
    void aSilentDeadOrFailingServerLeavesItToTheNext() throws Exception {
        second.a("a.example", 0, "127.0.0.1").a("b.example", 0, "127.0.0.1");
        second.a("c.example", 0, "127.0.0.1");
        first.silent();
        assertThat(targets("a.example")).isNotEmpty();
        first.up().fail(Rcode.SERVFAIL);
        assertThat(targets("b.example")).isNotEmpty();
        first.up().closeSockets();
        assertThat(targets("c.example")).isNotEmpty();
    }

    @Test
    void deadDnsFailsInTimeWithAReasonForEachServer() throws Exception {
        first.silent();
        second.closeSockets();
        assertThat(locate(PBX, DnsRules.STANDARD))
                .isEqualTo(
                        new Located.Failed(
                                PBX
                                        + ": no DNS server knows (127.0.0.1:"
                                        + first.port()
                                        + ": no answer, 127.0.0.1:"
                                        + second.port()
                                        + ": port unreachable)"));
    }

    @Test
    void aNameThatDoesNotExistIsAskedOnceWhileItsSoaSaysSo() throws Exception {
        first.soa("example.com", 60, 60);
        for (int i = 0; i < 2; i++) {
            assertThat(locate(PBX, DnsRules.STANDARD))
                    .isEqualTo(
                            new Located.Failed(
                                    PBX + ": no such name, says 127.0.0.1:" + first.port()));
        }
        assertThat(first.queries(PBX, RecordType.A)).isEqualTo(1);
        assertThat(second.queries()).isZero();
    }

    @Test
    void twentyWhoAskAtOnceShareOneQuery() throws Exception {
        first.a("warm.example.com", 0, "127.0.0.2");
        targets("warm.example.com");
        first.a(PBX, 0, "127.0.0.1").delay(Duration.ofMillis(400));
        List<CompletableFuture<Located>> all =
                IntStream.range(0, 20)
                        .mapToObj(i -> locator.locate(Server.at(PBX), DnsRules.STANDARD))
                        .map(CompletionStage::toCompletableFuture)
                        .toList();
        for (CompletableFuture<Located> each : all) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isInstanceOf(Located.Found.class);
        }
        assertThat(first.queries(PBX, RecordType.A)).isEqualTo(1);
    }

    private Located locate(String name, DnsRules rules) throws Exception {
        return locator.locate(Server.at(name), rules)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private List<String> targets(String name) throws Exception {
        Located.Found found = (Located.Found) locate(name, DnsRules.STANDARD);
        return found.targets().stream().map(Target::toString).toList();
    }
}
