// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;

class HostileFilesTest {
    private static final YealinkAdapter ADAPTER = new YealinkAdapter();

    @Test
    void aHundredThousandKeysAreReadAndWarnedOfOnce() {
        Reading reading =
                Cfg.read(Cfg.ACCOUNT + "account.1.sip_server.1.port = 70000\n".repeat(100_000));
        assertThat(reading.lines()).hasSize(1);
        assertThat(reading.warnings()).extracting(Finding::at).containsExactly(100_006);
    }

    @Test
    void aFileOfThreeThousandLinesIsRead() {
        String others =
                IntStream.range(0, 3000)
                        .mapToObj(i -> "phone_setting.some_%d.key = value # %d%n".formatted(i, i))
                        .collect(Collectors.joining());
        Reading reading = Cfg.read(others + Cfg.ACCOUNT + others);
        assertThat(reading.lines()).hasSize(1);
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void noFindingHoldsAPassword() {
        String longOne = "account.1.password = " + "hunter2".repeat(50);
        assertThat(Cfg.read(Cfg.ACCOUNT + longOne).warnings())
                .extracting(Finding::value, Finding::message)
                .containsExactly(tuple("***", "is longer than 256 characters"));
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> number = Arbitraries.integers().between(0, 17).map(String::valueOf);
        Arbitrary<String> account =
                Arbitraries.of(
                        "enable",
                        "user_name",
                        "label",
                        "password",
                        "transport",
                        "sip_server_host",
                        "sip_server.template",
                        "sip_server.1.address",
                        "sip_server.2.address",
                        "sip_server.1.port",
                        "sip_server.1.transport_type",
                        "sip_server.1.failback_mode",
                        "sip_server.1.failback_timeout",
                        "outbound_proxy_enable",
                        "outbound_proxy.1.address",
                        "outbound_proxy.1.failback_mode",
                        "outbound_proxy.Y.port",
                        "advanced.timer_t1",
                        "advanced.timer_t2",
                        "reg_fail_retry_interval",
                        "session_timer.enable");
        Arbitrary<String> record =
                Arbitraries.of(
                        "a.1.name",
                        "a.1.ip",
                        "srv.1.name",
                        "srv.1.target",
                        "naptr.1.name",
                        "naptr.1.replace",
                        "naptr.1.flags");
        Arbitrary<String> key =
                Arbitraries.oneOf(
                        Combinators.combine(number, account).as((x, name) -> "account.1." + name),
                        Combinators.combine(number, account)
                                .as((x, name) -> "account." + x + "." + name),
                        Combinators.combine(number, account)
                                .as((x, name) -> "template." + x + "." + name),
                        record.map(name -> "dns_cache_" + name),
                        Arbitraries.strings().ofMaxLength(20));
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(30),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.of("", "0", "1", "3", "a@b", "@", "\"", "%NULL%", "::", "a.b"));
        return Combinators.combine(key, value)
                .as((name, text) -> name + " = " + text)
                .list()
                .ofMaxSize(60)
                .map(lines -> Cfg.ACCOUNT + String.join("\n", lines));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noSettingsThrow(@ForAll("files") String file, @ForAll String noise) throws BadLine {
        int cut = Math.floorMod(noise.hashCode(), file.length());
        for (String text : List.of(file, file.substring(0, cut) + noise + file.substring(cut))) {
            assertSane(Cfg.read(text));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noBytesThrow(@ForAll byte[] bytes) throws BadLine {
        ConfigFile file = new ConfigFile(Cfg.FILE, bytes);
        ADAPTER.recognises(file);
        assertSane(ADAPTER.read(List.of(file), Map.of()));
    }

    /** A line that is to be in service can name itself at each server, and every line is stored. */
    private static void assertSane(Reading reading) throws BadLine {
        assertThat(reading.errors()).hasSizeLessThanOrEqualTo(1);
        for (LineConfig line : reading.lines()) {
            if (line.enabled()) {
                assertThat(line.user()).isNotEmpty();
                assertThat(line.servers()).isNotEmpty();
                assertThat(line.addressOfRecord(0).domain()).isNotEmpty();
            }
            assertThat(LineJson.read(LineJson.write(line, LineJson.Detail.FULL))).isEqualTo(line);
        }
    }
}
