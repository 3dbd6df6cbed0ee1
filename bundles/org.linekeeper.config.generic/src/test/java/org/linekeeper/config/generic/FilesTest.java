// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;

/** What makes a file one of ours, and what several of them say together. */
class FilesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples");

    @ParameterizedTest
    @ValueSource(strings = {"[[line]]", "[defaults]", " [[ static_dns ]]", "[defaults.heartbeat]"})
    void aTableOfOursMakesItOurs(String heading) {
        assertThat(isOurs("# A phone.\n\n" + heading + "\n")).isTrue();
        assertThat(isOurs("\uFEFF" + heading + "\r\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "line = 1",
                "# [[line]]",
                "[lines]",
                "<sysConf>\n[[line]]",
                "#!version:1.0.0.1\n[[line]]"
            })
    void nothingElseDoes(String text) {
        assertThat(isOurs(text)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("examplesOfOthers")
    void theFilesOfOthersAreNotOurs(Path file) throws IOException {
        ConfigFile config = new ConfigFile(file.toString(), Files.readAllBytes(file));
        assertThat(new GenericAdapter().recognises(config)).isFalse();
    }

    static Stream<Path> examplesOfOthers() {
        return Stream.of("fanvil", "flyingvoice", "yealink")
                .flatMap(
                        folder -> {
                            try {
                                return Files.list(EXAMPLES.resolve(folder));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    @Test
    void everyLineStartsFromTheDefaults() {
        List<LineConfig> lines =
                Phone.lines(
                        """
                        [defaults]
                        domain = "pbx.example"
                        retry_s = 60
                        servers = [ { address = "one.example", port = 5070 } ]

                        [[line]]
                        line = 1
                        user = "100"

                        [[line]]
                        line = 3
                        user = "102"
                        retry_s = 90
                        servers = [ { transport = "tcp" }, { address = "two.example" } ]
                        """);
        assertThat(lines).extracting(LineConfig::line).containsExactly(1, 3);
        assertThat(lines).extracting(LineConfig::domain).containsOnly("pbx.example");
        assertThat(lines).extracting(LineConfig::retrySeconds).containsExactly(60, 90);
        assertThat(lines.get(0).servers()).hasToString("[one.example:5070/udp]");
        assertThat(lines.get(1).servers()).hasToString("[one.example:5070/tcp, two.example:0/udp]");
    }

    @Test
    void aLaterFileOverridesKeyByKeyAndSaysHowManyServersThereAre() {
        String site =
                """
                [[static_dns]]
                type = "A"
                name = "one.example"
                address = "192.0.2.1"

                [defaults]
                retry_s = 60

                [[line]]
                line = 1
                label = "Lobby"
                servers = [ { port = 5070 } ]
                [line.redundancy]
                return_delay_s = 5

                [[line]]
                line = 2
                enabled = false
                """;
        List<LineConfig> lines = Phone.lines(Phone.LINE, site);
        LineConfig first = lines.get(0);
        assertThat(first.user()).isEqualTo("100");
        assertThat(first.label()).isEqualTo("Lobby");
        assertThat(first.retrySeconds()).isEqualTo(60);
        assertThat(first.servers()).hasToString("[one.example:5070/udp]");
        assertThat(first.redundancy().returnDelaySeconds()).isEqualTo(5);
        assertThat(first.redundancy().idleOnly()).isTrue();
        assertThat(first.dns().statics())
                .containsExactly(new StaticRecord.Address("one.example", 0, "192.0.2.1"));
        assertThat(lines.get(1).enabled()).isFalse();
    }

    @Test
    void noneTakesAwayWhatTheDefaultsHave() {
        String text =
                Phone.LINE
                        + """
                        heartbeat = "none"
                        label = "none"
                        [[line.outbound_proxies]]
                        address = "edge.example"
                        transmissions = "none"
                        give_up_ms = { options = "none", invite = 4000 }
                        """;
        LineConfig line = Phone.lines(text).get(0);
        assertThat(line.heartbeat()).isEmpty();
        assertThat(line.label()).isEqualTo("none");
        Server proxy = line.outboundProxies().get(0);
        assertThat(proxy.transmissions()).isEmpty();
        assertThat(proxy.giveUp().optionsMs()).isEmpty();
        assertThat(proxy.giveUp().inviteMs()).hasValue(4000);
    }

    @Test
    void aHeartbeatThatComesAfterNoneStartsFromOurDefaults() {
        String defaults = "[defaults]\nheartbeat = \"none\"\n";
        String own = Phone.LINE + "[line.heartbeat]\ninterval_s = 7\n";
        assertThat(Phone.lines(defaults, own).get(0).heartbeat().orElseThrow())
                .hasToString("Heartbeat[intervalSeconds=7, maxFailures=2]");
    }

    @Test
    void staticRecordsArePhoneWideAndALineMayHaveItsOwn() {
        String text =
                """
                [[static_dns]]
                type = "SRV"
                name = "_sip._udp.pbx.example"
                ttl = 300
                priority = 1
                weight = 2
                port = 5060
                target = "one.example"

                [[line]]
                line = 1
                enabled = false

                [[line]]
                line = 2
                enabled = false
                dns = { statics = [] }
                """;
        StaticRecord srv =
                new StaticRecord.Srv("_sip._udp.pbx.example", 300, 1, 2, 5060, "one.example");
        assertThat(Phone.read(text).staticDns()).containsExactly(srv);
        List<LineConfig> lines = Phone.lines(text);
        assertThat(lines.get(0).dns().statics()).containsExactly(srv);
        assertThat(lines.get(1).dns().statics()).isEmpty();
    }

    @Test
    void thereAreNoOptions() {
        List<ConfigFile> files = List.of(Phone.file(Phone.LINE));
        assertThat(new GenericAdapter().read(files, Map.of("generic.x", "1")).errors())
                .hasToString(
                        "[phone.toml: generic.x = 1: is no option of this format, which has none]");
        assertThat(new GenericAdapter().read(files, Map.of("model", "X4U")).isRefused()).isFalse();
    }

    @Test
    void aByteOrderMarkDoesNoHarmAndAnotherEncodingIsRefused() {
        assertThat(Phone.lines("\uFEFF" + Phone.LINE)).hasSize(1);
        byte[] gb = "[[line]] # 电话".getBytes(java.nio.charset.Charset.forName("GB18030"));
        assertThat(new GenericAdapter().read(List.of(new ConfigFile("a", gb)), Map.of()).errors())
                .hasToString("[a: The file is not UTF-8 text, as TOML has to be.]");
    }

    private static boolean isOurs(String text) {
        return new GenericAdapter()
                .recognises(new ConfigFile("a", text.getBytes(StandardCharsets.UTF_8)));
    }
}
