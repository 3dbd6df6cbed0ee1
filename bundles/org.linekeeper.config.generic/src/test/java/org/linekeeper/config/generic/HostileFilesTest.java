// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;

class HostileFilesTest {
    private static final GenericAdapter ADAPTER = new GenericAdapter();

    @Test
    void aLargeFileIsRefusedUnread() {
        String large = Phone.LINE + "#".repeat(TomlFile.MAX_BYTES);
        assertThat(Phone.error(large).message()).startsWith("The file is larger than 256 KiB");
        String comment = Phone.LINE + "#".repeat(TomlFile.MAX_BYTES - 1000);
        assertThat(Phone.lines(comment)).hasSize(1);
    }

    @Test
    void whatWouldTakeTooMuchMemoryIsRefusedUnparsed() {
        String sentence = "The file says more than a phone has memory for.";
        for (String much :
                List.of(
                        "x = 1\n".repeat(20_000),
                        "[a]\n".repeat(40_000),
                        "x = [" + "1,".repeat(50_000) + "]",
                        "x = \"" + "a".repeat(110_000),
                        "x = '" + "a".repeat(110_000) + "'",
                        "x = '''" + "a\n".repeat(60_000) + "'''",
                        "x = \"\"\"" + "\\\"".repeat(60_000) + "\"\"\"",
                        ("a.".repeat(60) + "b = 1\n").repeat(1000))) {
            assertThat(Phone.error(Phone.LINE + much).message()).isEqualTo(sentence);
        }
    }

    @Test
    void nestingIsBounded() {
        for (String deep :
                List.of(
                        "x = " + "[".repeat(100_000),
                        "x = " + "{a=".repeat(17),
                        "x = [\n" + "[\n".repeat(16),
                        "a.".repeat(65) + "b = 1",
                        "[" + "a.".repeat(30_000) + "b]",
                        "x = \"\"\"a\"\"\"\"\ny = [" + "[".repeat(1000),
                        "x = [ \"\"\"a\"\"\"\", " + "[".repeat(20_000))) {
            assertThat(Phone.error(Phone.LINE + deep).message())
                    .isEqualTo("The file nests too deeply.");
        }
        // In strings and comments they count for nothing.
        String quoted = "# " + "[".repeat(99) + "\nlabel = \"" + "[".repeat(99) + "\"\n";
        assertThat(Phone.lines(Phone.LINE + quoted)).hasSize(1);
    }

    @Test
    void asManyLinesAndServersAsThereMayBe() {
        String servers = "{ address = \"a\" },".repeat(64);
        String text = "[[line]]\nline = 1000\nuser = \"1\"\nservers = [" + servers;
        assertThat(Phone.lines(text + "]").get(0).servers()).hasSize(64);
        assertThat(Phone.error(text + "{ address = \"a\" }]").toString())
                .isEqualTo("phone.toml:4: line.servers = : has more than 64 elements");
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> heading =
                Arbitraries.of(
                        "[[line]]\nline = 1",
                        "[[line]]\nline = 2",
                        "[defaults]",
                        "[line.redundancy]",
                        "[line.heartbeat]",
                        "[[line.servers]]",
                        "[[line.servers]]\naddress = \"a\"",
                        "[line.dns]",
                        "[[static_dns]]",
                        "[line.steadiness]");
        Arbitrary<String> name =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "user",
                                "password",
                                "servers",
                                "retry_s",
                                "probe",
                                "interval_s",
                                "port",
                                "statics",
                                "type",
                                "name",
                                "successes",
                                "heartbeat",
                                "transmissions",
                                "give_up_ms.options"),
                        Arbitraries.strings().ofMaxLength(8));
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.of(
                                "\"none\"", "\"a\"", "[]", "{}", "[{}]", "true", "1979-05-27"),
                        Arbitraries.of("[[[", "1e999", "inf", "'''", "\"\"\"", "{a.b=1}"));
        Arbitrary<String> key = Combinators.combine(name, value).as((n, v) -> n + " = " + v);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(1, heading), net.jqwik.api.Tuple.of(1, key))
                .list()
                .ofMaxSize(20)
                .map(rows -> Phone.LINE + String.join("\n", rows));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noFileThrows(@ForAll("files") String file, @ForAll String noise) throws BadLine {
        int cut = Math.floorMod(noise.hashCode(), file.length());
        for (String text : List.of(file, file.substring(0, cut) + noise + file.substring(cut))) {
            ADAPTER.recognises(Phone.file(text));
            assertSane(Phone.read(text));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noBytesThrow(@ForAll byte[] bytes) throws BadLine {
        ConfigFile file = new ConfigFile(Phone.FILE, bytes);
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
