// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;

class HostileFilesTest {
    private static final FanvilAdapter ADAPTER = new FanvilAdapter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sysConf>\\n<sip>\\n<line index='1'>|phone.cfg:3: The XML breaks off inside <line>.",
                "<sysConf><sip></sysConf>|phone.cfg:1: The file is not well-formed XML.",
                "<!DOCTYPE sysConf>\\n<sysConf/>|phone.cfg:1: The file has a DOCTYPE, which is not"
                        + " read.",
                "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\\n<VOIP_CONFIG_FILE>&b;"
                        + "</VOIP_CONFIG_FILE>|phone.cfg:1: The file has a DOCTYPE, which is not"
                        + " read.",
                "<sysConf>\\n<sip><a>&b;</a></sip></sysConf>|phone.cfg:2: The file uses an entity,"
                        + " which is not read.",
                "DBID_SIP_SERVER=1|phone.cfg: The file is in none of Fanvil's forms: it begins"
                        + " neither with <<VOIP CONFIG FILE>> nor with <sysConf> or"
                        + " <VOIP_CONFIG_FILE>."
            })
    void aFileThatIsBrokenIsRefusedInOneSentenceWithItsPlace(String text, String sentence) {
        Reading reading = Layout.read(text.replace("\\n", "\n"));
        assertThat(reading.lines()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.errors()).hasToString("[" + sentence + "]");
    }

    @Test
    void binaryAndTooLargeFilesAreRefused() {
        String head = "<<VOIP CONFIG FILE>>Version:2.0\n";
        assertThat(Layout.read(head + "SIP1 Phone Number:\0").errors())
                .hasToString("[phone.cfg:2: The file is binary: it holds a zero byte.]");
        byte[] large = Arrays.copyOf(head.getBytes(StandardCharsets.UTF_8), 4_194_305);
        Arrays.fill(large, head.length(), large.length, (byte) ' ');
        assertThat(read(large).errors())
                .hasToString("[phone.cfg: The file is larger than 4 MiB: 4194305 bytes.]");
        assertThat(read(Arrays.copyOf(large, 4_194_304)).isRefused()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aHundredThousandKeysAreReadAndWarnedOfOnce(Layout form) {
        String one = form.writeWith("Register Port", "70000");
        String key = form.key("Register Port", true);
        String line =
                one.lines()
                        .filter(each -> each.contains(key) && each.contains("70000"))
                        .findFirst()
                        .orElseThrow();
        Reading reading = Layout.read(one.replace(line + "\n", (line + "\n").repeat(100_000)));
        assertThat(reading.lines()).hasSize(1);
        assertThat(reading.warnings()).hasSize(1);
    }

    @Test
    void noFindingHoldsAPassword() {
        Map<String, String> line = Layout.account();
        line.put("Register Pswd", "hunter2".repeat(50));
        Reading reading = Layout.read(Layout.TEXT.write(line));
        assertThat(reading.warnings())
                .extracting(Finding::value, Finding::message)
                .containsExactly(tuple("***", "is longer than 256 characters"));
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(30),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.of("", "0", "1", "2", "3", "pbx.example", "192.0.2.1", "::"));
        Arbitrary<Map<String, String>> line =
                Arbitraries.maps(Arbitraries.of(Key.values()).map(HostileFilesTest::name), value)
                        .ofMaxSize(40);
        return Arbitraries.of(Layout.values())
                .flatMap(
                        form ->
                                Arbitraries.maps(Arbitraries.integers().between(0, 101), line)
                                        .ofMaxSize(3)
                                        .map(lines -> form.write(Map.of(), lines)));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noSettingsThrow(@ForAll("files") String file, @ForAll String noise) {
        int cut = Math.floorMod(noise.hashCode(), file.length());
        String spoilt = file.substring(0, cut) + noise + file.substring(cut);
        for (String text : List.of(file, spoilt, file.substring(0, cut))) {
            assertSane(Layout.read(text));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noBytesThrow(@ForAll byte[] bytes) {
        ADAPTER.recognises(new ConfigFile(Layout.FILE, bytes));
        assertSane(read(bytes));
    }

    /** A line that is to be in service can name itself at each of its servers. */
    private static void assertSane(Reading reading) {
        assertThat(reading.errors()).hasSizeLessThanOrEqualTo(1);
        reading.lines().stream()
                .filter(line -> line.enabled())
                .forEach(
                        line -> {
                            assertThat(line.servers()).isNotEmpty();
                            for (int i = 0; i < line.servers().size(); i++) {
                                assertThat(line.addressOfRecord(i).domain()).isNotEmpty();
                            }
                        });
    }

    private static String name(Key key) {
        String words = key.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Key.named(words).isPresent() ? words : "Register Port";
    }

    private static Reading read(byte[] content) {
        return ADAPTER.read(List.of(new ConfigFile(Layout.FILE, content)), Map.of());
    }
}
