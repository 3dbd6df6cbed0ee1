// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
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
    private static final FlyingvoiceAdapter ADAPTER = new FlyingvoiceAdapter();

    @Test
    void aHundredThousandKeysAreReadAndWarnedOfOnce() {
        Reading reading = Cfg.read(Cfg.ACCOUNT + "outbound_port = 70000\n".repeat(100_000));
        assertThat(reading.lines()).hasSize(1);
        assertThat(reading.warnings()).extracting(Finding::at).containsExactly(100_005);
    }

    @Test
    void aLineOfAMillionBracketsIsNoKey() {
        Reading reading = Cfg.read(Cfg.ACCOUNT + "(".repeat(1_000_000) + " = 1");
        assertThat(reading.lines()).containsExactly(Cfg.line());
    }

    @Test
    void noFindingHoldsAPassword() {
        String longOne = "password = " + "hunter2".repeat(50);
        assertThat(Cfg.read(Cfg.ACCOUNT + longOne).warnings())
                .extracting(Finding::value, Finding::message)
                .containsExactly(tuple("***", "is longer than 256 characters"));
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> known =
                Arbitraries.of(
                        "phone_number",
                        "account",
                        "password",
                        "proxy_server",
                        "outbound_server",
                        "backup_outbound_server",
                        "outbound_port",
                        "transport",
                        "dns_type",
                        "register_refresh_interval",
                        "primary_server_detect_interval",
                        "max_detect_fail_count",
                        "优选主服务器",
                        "sip_options_enable",
                        "nat_keepalive_interval",
                        "min_random_sip_port",
                        "max_random_sip_port",
                        "session_refresh_time",
                        "min_session_timer",
                        "subscribe_register",
                        "DBID_SIP_REGISTER_TIMEOUT_TIMER",
                        "DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME");
        Arbitrary<String> prefix =
                Arbitraries.oneOf(
                        Arbitraries.just(""),
                        Arbitraries.integers().between(0, 4).map(n -> "line." + n + "."),
                        Arbitraries.strings().ofMaxLength(3).map(n -> "line." + n + "."));
        Arbitrary<String> name =
                Arbitraries.oneOf(known, known, Arbitraries.strings().ofMaxLength(20));
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(30),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.of(
                                "", "0", "1", "60", "65535", "开启", "::", "a.b", "TLS", "SRV"));
        return Combinators.combine(prefix, name, value)
                .as((line, field, text) -> line + field + " = " + text)
                .list()
                .ofMaxSize(60)
                .map(lines -> Cfg.ACCOUNT + String.join("\n", lines));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noSettingsThrow(@ForAll("files") String file, @ForAll String noise) throws BadLine {
        int cut = Math.floorMod(noise.hashCode(), file.length());
        for (String text : List.of(file, file.substring(0, cut) + noise + file.substring(cut))) {
            ADAPTER.recognises(Cfg.file(text));
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
