// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @TempDir Path directory;

    private String file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("some.file"), "content").toString();
    }

    @Test
    void runNeedsNothingButItsFiles() throws BadArguments {
        Options options = parse("run", "a.cfg", "b.cfg");
        assertThat(options.command()).isEqualTo("run");
        assertThat(options.home())
                .contains(Path.of(System.getProperty("user.home"), ".linekeeper"));
        assertThat(options.policy()).isEmpty();
        assertThat(options.properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "run",
                                "linekeeper.config", "a.cfg\nb.cfg",
                                "linekeeper.hold", "true",
                                "linekeeper.http", "127.0.0.1:8089"));
    }

    @Test
    void checkKeepsNothingAndListensNowhere() throws BadArguments {
        Options options = parse("check", "a.cfg", "--json");
        assertThat(options.home()).isEmpty();
        assertThat(options.properties())
                .containsEntry("linekeeper.json", "true")
                .containsEntry("linekeeper.http", "none");
    }

    @Test
    void collectNeedsNothing() throws BadArguments {
        Options options = parse("collect");
        assertThat(options.command()).isEqualTo("collect");
        assertThat(options.home())
                .contains(Path.of(System.getProperty("user.home"), ".linekeeper", "fleet"));
        assertThat(options.properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "collect",
                                "linekeeper.http", "none",
                                "linekeeper.mqtt", "mqtt://127.0.0.1:1883"));
    }

    @Test
    void demoNeedsNothingAndKeepsNothing() throws BadArguments {
        Options options = parse("demo");
        assertThat(options.home()).isEmpty();
        assertThat(options.properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "demo",
                                "linekeeper.demo", "true",
                                "linekeeper.http", "127.0.0.1:8090",
                                "linekeeper.log", "error",
                                "linekeeper.mqtt-listen", "127.0.0.1:0"));
    }

    @Test
    void demoOnceHasAPageOnlyWhereItIsSaid() throws BadArguments {
        assertThat(parse("demo", "--once").properties())
                .containsEntry("linekeeper.demo.once", "true")
                .containsEntry("linekeeper.http", "none");
        Options options = parse("demo", "--http", "[::1]:0", "--once", "--home", "d");
        assertThat(options.properties()).containsEntry("linekeeper.http", "[::1]:0");
        assertThat(options.home()).contains(Path.of("d"));
        assertThatThrownBy(() -> parse("demo", "--http", "8090"))
                .hasMessage("--http 8090 is not ADDR:PORT");
        assertThatThrownBy(() -> parse("demo", "--http")).hasMessage("--http needs a value");
        assertThatThrownBy(() -> parse("demo", "a.cfg"))
                .hasMessage("there is no option a.cfg here; see --help");
        assertThatThrownBy(() -> parse("demo", "--mqtt", "mqtt://h"))
                .hasMessage("there is no option --mqtt here; see --help");
    }

    @Test
    void collectIsTheBrokerOrListensAtOne() throws BadArguments {
        assertThat(parse("collect", "--mqtt-listen", "127.0.0.1:0", "--db", "x").properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "collect",
                                "linekeeper.http", "none",
                                "linekeeper.mqtt-listen", "127.0.0.1:0",
                                "linekeeper.db", "x"));
        assertThatThrownBy(() -> parse("collect", "--mqtt-user", "u"))
                .hasMessage("options of MQTT need --mqtt URL");
        assertThatThrownBy(() -> parse("collect", "--mqtt-listen", "h:1", "--mqtt", "mqtt://x"))
                .hasMessage("--mqtt-listen and a broker elsewhere contradict each other");
        assertThatThrownBy(() -> parse("collect", "--device-id", "x"))
                .hasMessage("there is no option --device-id here; see --help");
        assertThatThrownBy(() -> parse("collect", "a.cfg"))
                .hasMessage("there is no option a.cfg here; see --help");
        assertThatThrownBy(() -> parse("collect", "--db")).hasMessage("--db needs a value");
    }

    @Test
    void dashboardHasAPageWhereOneSaysAndTheOptionsOfCollect() throws BadArguments {
        Options options = parse("dashboard");
        assertThat(options.command()).isEqualTo("dashboard");
        assertThat(options.home())
                .contains(Path.of(System.getProperty("user.home"), ".linekeeper", "fleet"));
        assertThat(options.properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "dashboard",
                                "linekeeper.http", "127.0.0.1:8090",
                                "linekeeper.mqtt", "mqtt://127.0.0.1:1883"));
        assertThat(
                        parse("dashboard", "--sign-in", "--http", "[::1]:0", "--tenant", "acme")
                                .properties())
                .containsEntry("linekeeper.http", "[::1]:0")
                .containsEntry("linekeeper.http.sign-in", "true")
                .containsEntry("linekeeper.tenant", "acme");
        assertThatThrownBy(() -> parse("dashboard", "--http", "8090"))
                .hasMessage("--http 8090 is not ADDR:PORT");
        assertThatThrownBy(() -> parse("dashboard", "--http")).hasMessage("--http needs a value");
        assertThatThrownBy(() -> parse("dashboard", "--dns", "none"))
                .hasMessage("there is no option --dns here; see --help");
    }

    @Test
    void collectHasNoPage() {
        for (String option : List.of("--http", "--sign-in")) {
            assertThatThrownBy(() -> parse("collect", option, "127.0.0.1:0"))
                    .hasMessage("there is no option " + option + " here; see --help");
        }
    }

    @Test
    void convertNamesWhoseFormToWrite() throws BadArguments {
        Options options = parse("convert", "a.cfg", "--to", "generic", "--with-secrets");
        assertThat(options.home()).isEmpty();
        assertThat(options.properties())
                .isEqualTo(
                        Map.of(
                                "linekeeper.command", "convert",
                                "linekeeper.config", "a.cfg",
                                "linekeeper.hold", "true",
                                "linekeeper.http", "none",
                                "linekeeper.to", "generic",
                                "linekeeper.with-secrets", "true"));
    }

    @ParameterizedTest
    @CsvSource({
        "--http, 0.0.0.0:80, linekeeper.http, 0.0.0.0:80",
        "--http, [::1]:8089, linekeeper.http, [::1]:8089",
        "--http, localhost:0, linekeeper.http, localhost:0",
        "--dns, 192.0.2.53, linekeeper.dns, 192.0.2.53",
        "--dns, 192.0.2.53:5353, linekeeper.dns, 192.0.2.53:5353",
        "--dns, [2001:db8::35]:53, linekeeper.dns, [2001:db8::35]:53",
        "--dns, none, linekeeper.dns, none",
        "--bind, 192.0.2.7, linekeeper.bind, 192.0.2.7",
        "--bind, 192.0.2.7:5060, linekeeper.bind, 192.0.2.7:5060",
        "--bind, [fe80::1%eth0], linekeeper.bind, [fe80::1%eth0]",
        "--log, DEBUG, linekeeper.log, debug",
        "--log, warn, linekeeper.log, warn",
        "--time-scale, 60, linekeeper.time-scale, 60.0",
        "--time-scale, 0.5, linekeeper.time-scale, 0.5",
        "--time-scale, 100000, linekeeper.time-scale, 100000.0",
        "--vendor, fanvil, linekeeper.vendor, fanvil",
        "--model, X4U, linekeeper.model, X4U",
        "--set, fanvil.generation=v2, linekeeper.set, fanvil.generation=v2",
        "--set, a.b=x=y, linekeeper.set, a.b=x=y",
        "--set, a.b=, linekeeper.set, a.b=",
    })
    void eachOptionHasItsProperty(String option, String value, String property, String expected)
            throws BadArguments {
        assertThat(parse("run", "a.cfg", option, value).properties())
                .containsEntry(property, expected);
        assertThat(parse("run", option, value, "a.cfg").properties())
                .containsEntry(property, expected)
                .containsEntry("linekeeper.config", "a.cfg");
    }

    @Test
    void optionsThatNameFiles() throws BadArguments, URISyntaxException {
        Path ca = Path.of(OptionsTest.class.getResource("ca.pem").toURI());
        Options options =
                parse(
                        "run",
                        "a.cfg",
                        "--policy",
                        file,
                        "--dialplan",
                        file,
                        "--tls-ca",
                        ca.toString(),
                        "--home",
                        "state");
        assertThat(options.policy()).contains(Path.of(file));
        assertThat(options.properties()).containsEntry("linekeeper.dialplan", file);
        assertThat(options.properties()).containsEntry("linekeeper.tls.ca", ca.toString());
        assertThat(options.home()).contains(Path.of("state"));
    }

    @Test
    void aFileWithoutCertificatesIsNoneToTrust() throws IOException {
        for (String content : List.of("", "content", "-----BEGIN CERTIFICATE-----\nMIIB")) {
            Files.writeString(Path.of(file), content);
            assertThatThrownBy(() -> parse("run", "a.cfg", "--tls-ca", file))
                    .isInstanceOf(BadArguments.class)
                    .hasMessage("--tls-ca " + file + " holds no certificate in PEM form");
        }
    }

    @Test
    void someOptionsMayBeGivenAgain() throws BadArguments {
        Options options =
                parse(
                        "run",
                        "a.cfg",
                        "--dns",
                        "192.0.2.1",
                        "--dns",
                        "192.0.2.2",
                        "--set",
                        "a=1",
                        "--set",
                        "b=2",
                        "--vendor",
                        "x",
                        "--vendor",
                        "y");
        assertThat(options.properties())
                .containsEntry("linekeeper.dns", "192.0.2.1,192.0.2.2")
                .containsEntry("linekeeper.set", "a=1\nb=2")
                .containsEntry("linekeeper.vendor", "y");
        assertThat(parse("run", "a.cfg", "--dns", "none", "--dns", "none").properties())
                .containsEntry("linekeeper.dns", "none");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("there is no command walk; see linekeeper --help", "walk"),
                refused("there is no command --json; see linekeeper --help", "--json"),
                refused("run needs a config file; see --help", "run"),
                refused("check needs a config file; see --help", "check", "--json"),
                refused("convert needs --to VENDOR; see --help", "convert", "a.cfg"),
                refused("--to needs a value", "convert", "a.cfg", "--to"),
                refused("convert takes one config file, not 2", "convert", "a", "b", "--to", "c"),
                refused("there is no option --to here; see --help", "run", "a", "--to", "b"),
                refused(
                        "there is no option --with-secrets here; see --help",
                        "check",
                        "a",
                        "--with-secrets"),
                refused(
                        "there is no option --json here; see --help",
                        "convert",
                        "a",
                        "--to",
                        "b",
                        "--json"),
                refused("there is no option --wat here; see --help", "run", "a", "--wat", "x"),
                refused("there is no option -- here; see --help", "run", "a", "--"),
                refused("there is no option --json here; see --help", "run", "a", "--json"),
                refused("--http needs a value", "run", "a", "--http"),
                refused("--home needs a value", "run", "a", "--home", "--http", "x:1"),
                refused("--http 8089 is not ADDR:PORT", "run", "a", "--http", "8089"),
                refused("--http 1.2.3.4 is not ADDR:PORT", "run", "a", "--http", "1.2.3.4"),
                refused("--http a:65536 is not ADDR:PORT", "run", "a", "--http", "a:65536"),
                refused("--http a:123456 is not ADDR:PORT", "run", "a", "--http", "a:123456"),
                refused("--http ::1:80 is not ADDR:PORT", "run", "a", "--http", "::1:80"),
                refused("--http  is not ADDR:PORT", "run", "a", "--http", ""),
                refused("--dns a: is not ADDR or ADDR:PORT", "run", "a", "--dns", "a:"),
                refused("--dns a b is not ADDR or ADDR:PORT", "run", "a", "--dns", "a b"),
                refused(
                        "--dns dns.example is not an IP address",
                        "run",
                        "a",
                        "--dns",
                        "dns.example"),
                refused("--dns 256.0.0.1 is not an IP address", "run", "a", "--dns", "256.0.0.1"),
                refused("--bind [1.2.3.4] is not an IP address", "run", "a", "--bind", "[1.2.3.4]"),
                refused("--bind a:x is not ADDR or ADDR:PORT", "run", "a", "--bind", "a:x"),
                refused(
                        "--dns none and --dns ADDR contradict each other",
                        "run",
                        "a",
                        "--dns",
                        "none",
                        "--dns",
                        "192.0.2.1"),
                refused(
                        "--policy none.jar is no file that can be read",
                        "run",
                        "a",
                        "--policy",
                        "none.jar"),
                refused(
                        "--dialplan none.rules is no file that can be read",
                        "run",
                        "a",
                        "--dialplan",
                        "none.rules"),
                refused("--tls-ca / is no file that can be read", "run", "a", "--tls-ca", "/"),
                refused("--tls-ca a\0 cannot be a path here", "run", "a", "--tls-ca", "a\0"),
                refused("--home a\0 cannot be a path here", "run", "a", "--home", "a\0"),
                refused(
                        "--log loud is none of error, warn, info, debug, trace",
                        "run",
                        "a",
                        "--log",
                        "loud"),
                refused("--set x is not KEY=VALUE", "run", "a", "--set", "x"),
                refused("--set =x is not KEY=VALUE", "run", "a", "--set", "=x"),
                refused("--set a=b\nc=d is not KEY=VALUE", "run", "a", "--set", "a=b\nc=d"),
                refused("a config file with a line break in its name: a\nb", "run", "a\nb"));
    }

    private static Arguments refused(String sentence, String... words) {
        return Arguments.of(List.of(words), sentence);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeIsRefusedInOneSentence(List<String> words, String sentence) {
        assertThatThrownBy(() -> Options.parse(words))
                .isInstanceOf(BadArguments.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "NaN", "Infinity", "1e400", "100001"})
    void aTimeScaleIsANumberAboveZero(String value) {
        assertThatThrownBy(() -> parse("run", "a", "--time-scale", value))
                .hasMessage("--time-scale " + value + " is no number above 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--home",
                "--http",
                "--dns",
                "--bind",
                "--policy",
                "--dialplan",
                "--tls-ca",
                "--log",
                "--time-scale"
            })
    void checkHasNoOptionsOfRun(String option) {
        assertThatThrownBy(() -> parse("check", "a.cfg", option, "x"))
                .hasMessage("there is no option " + option + " here; see --help");
    }

    private static Options parse(String... words) throws BadArguments {
        return Options.parse(List.of(words));
    }
}
