// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.StaticRecord;

class StaticCacheTest {
    private static final String RECORDS =
            """
            dns_cache_naptr.1.name = a.example
            dns_cache_naptr.1.replace = _sip._udp.a.example.
            dns_cache_srv.12.name = _sip._udp.a.example
            dns_cache_srv.12.target = b.example.
            dns_cache_a.2.name = b.example
            dns_cache_a.2.ip = 2001:db8::1
            """;

    @Test
    void Y5_whatIsNotSetHasTheDefaultsOfTheTable() {
        Reading reading = Cfg.read(RECORDS);
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.staticDns())
                .containsExactly(
                        new StaticRecord.Address("b.example", 300, "2001:db8::1"),
                        new StaticRecord.Srv("_sip._udp.a.example", 300, 0, 0, 0, "b.example"),
                        new StaticRecord.Naptr(
                                "a.example", 300, 0, 0, "", "", "_sip._udp.a.example"));
    }

    @Test
    void Y5_everyLineHasAllRecordsOfThePhone() {
        String third =
                "account.3.enable = 1\naccount.3.user_name = 3\naccount.3.sip_server.1.address = a";
        Reading reading = Cfg.read(Cfg.ACCOUNT + RECORDS + third);
        assertThat(reading.lines())
                .hasSize(2)
                .allMatch(line -> line.dns().statics().equals(reading.staticDns()));
    }

    @Test
    void Y5_thereAreTwelveOfEachType() {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(1, 13)
                .forEach(
                        n ->
                                text.append("dns_cache_a.%d.name = a%d%n".formatted(n, n))
                                        .append("dns_cache_a.%d.ip = 192.0.2.1%n".formatted(n)));
        assertThat(Cfg.read(text.toString()).staticDns())
                .extracting(StaticRecord::name)
                .hasSize(12)
                .doesNotContain("a13");
    }

    static Stream<Arguments> wrongValues() {
        String word = "is not a whole number in 0..65535";
        String ttl = "is not a whole number in 30..2147483647";
        String alone = "stands without %s, so that the record is left out";
        return Stream.of(
                of("dns_cache_a.2.ttl", "29", ttl, "300", 3),
                of("dns_cache_srv.12.ttl", "0", ttl, "300", 3),
                of("dns_cache_naptr.1.ttl", "x", ttl, "300", 3),
                of("dns_cache_srv.12.port", "65536", word, "0", 3),
                of("dns_cache_srv.12.priority", "-1", word, "0", 3),
                of("dns_cache_srv.12.weight", "x", word, "0", 3),
                of("dns_cache_naptr.1.order", "65536", word, "0", 3),
                of("dns_cache_naptr.1.preference", "65536", word, "0", 3),
                of("dns_cache_naptr.1.flags", "X", "is not S, A, U or P", "", 3),
                of(
                        "dns_cache_naptr.1.service",
                        "x".repeat(33),
                        "is longer than 32 characters",
                        "",
                        3),
                of(
                        "dns_cache_a.2.ip",
                        "256.0.2.1",
                        "is not an IP address, so that the record is left out",
                        "",
                        2),
                of(
                        "dns_cache_a.2.ip",
                        "b.example",
                        "is not an IP address, so that the record is left out",
                        "",
                        2),
                of("dns_cache_a.2.name", "a b", "is not a host name or an IP address", "", 2),
                of("dns_cache_a.3.name", "c", alone.formatted("dns_cache_a.3.ip"), "", 3),
                of("dns_cache_a.3.ip", "::1", alone.formatted("dns_cache_a.3.name"), "", 3),
                of("dns_cache_srv.3.name", "c", alone.formatted("dns_cache_srv.3.target"), "", 3),
                of(
                        "dns_cache_naptr.3.replace",
                        "c",
                        alone.formatted("dns_cache_naptr.3.name"),
                        "",
                        3));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void aWrongValueIsWarnedOf(String key, String value, String message, String used, int left) {
        Reading reading = Cfg.read(RECORDS + key + " = " + value);
        assertThat(reading.warnings())
                .containsExactly(new Finding(Cfg.FILE, 7, key, value, message, used));
        assertThat(reading.staticDns()).hasSize(left);
    }
}
