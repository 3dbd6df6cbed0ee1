// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;

/** Which lines there are, which of them serve, and how options and several files change them. */
class LinesTest {
    @Test
    void emptySlotsAreLeftOutAndLinesComeInTheOrderOfTheirNumbers() {
        Map<Integer, Map<String, String>> lines = new TreeMap<>();
        lines.put(1, Map.of("Display Name", "slot", "Enable Reg", "1", "Transport", "9"));
        lines.put(12, Layout.account());
        lines.put(3, Layout.account());
        Reading reading = Layout.read(Layout.TEXT.write(Map.of(), lines));
        assertThat(reading.lines()).extracting(LineConfig::line).containsExactly(3, 12);
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void aBackupAloneIsTheOnlyServer() {
        LineConfig line = line(Map.of("Phone Number", "1", "Backup Addr", "b", "Backup Port", "9"));
        assertThat(line.servers()).hasToString("[b:9/udp]");
        assertThat(line.enabled()).isTrue();
    }

    @Test
    void theUserIsTheNumberOrElseTheUserThatRegisters() {
        LineConfig line = line(Map.of("Register User", "u1", "Register Addr", "a"));
        assertThat(line.user()).isEqualTo("u1");
        assertThat(line.authUser()).isEqualTo("u1");
        line = line(Map.of("Phone Number", "1", "Register User", "u1", "Register Addr", "a"));
        assertThat(line.user()).isEqualTo("1");
    }

    @Test
    void anEnabledLineWithoutServerOrUserIsWarnedOfAndDisabled() {
        Reading reading =
                Layout.read(Layout.TEXT.write(Map.of("Phone Number", "1", "Enable Reg", "1")));
        assertThat(reading.lines()).extracting(LineConfig::enabled).containsExactly(false);
        assertThat(reading.warnings())
                .extracting(Finding::key, Finding::message, Finding::used)
                .containsExactly(
                        tuple(
                                "SIP1 Enable Reg",
                                "cannot put the line in service: it has no server",
                                "0"));
        reading = Layout.read(Layout.TEXT.write(Map.of("Backup Addr", "b")));
        assertThat(reading.lines()).extracting(LineConfig::enabled).containsExactly(false);
        assertThat(reading.warnings())
                .extracting(Finding::key, Finding::message, Finding::used)
                .containsExactly(
                        tuple(
                                "SIP1 Backup Addr",
                                "cannot put the line in service: it has no user",
                                ""));
        reading = Layout.read(Layout.TEXT.write(Map.of("Phone Number", "1", "Enable Reg", "0")));
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void proxiesThatAreTheServersThemselvesChangeNothing() {
        Map<String, String> line = Layout.account();
        line.put("Proxy Addr", "PBX.example");
        line.put("BakProxy Addr", "backup.example");
        line.put("Proxy Need Reg On", "1");
        assertThat(Layout.read(Layout.TEXT.write(line)).warnings()).isEmpty();
        assertThat(line(line).outboundProxies()).isEmpty();
        line.put("BakProxy Addr", "");
        assertThat(line(line).outboundProxies()).hasToString("[PBX.example:5060/udp]");
        assertThat(line(line).outboundProxies().get(0).onlyRegistered()).isTrue();
    }

    @Test
    void aProxyIsTriedLikeTheServerInItsPlaceAndSpeaksItsTransport() {
        Map<String, String> line = Layout.account();
        line.put("Transport", "1");
        line.put("Backup Transport", "3");
        line.put("Signal Retry Counts", "5");
        line.put("Proxy Addr", "p1.example");
        line.put("BakProxy Addr", "p2.example");
        line.put("BakProxy Port", "0");
        line.put("BakProxy Need Reg On", "1");
        List<Server> proxies = line(line).outboundProxies();
        assertThat(proxies).hasToString("[p1.example:5060/tcp, p2.example:5061/tls]");
        assertThat(proxies).allMatch(proxy -> proxy.transmissions().getAsInt() == 6);
        assertThat(proxies).allMatch(Server::registerBeforeRequest);
        assertThat(proxies).extracting(Server::onlyRegistered).containsExactly(false, true);
        line.put("Backup Addr", "");
        assertThat(line(line).outboundProxies().get(1)).hasToString("p2.example:5060/tcp");
    }

    @Test
    void theProxysUserAndPasswordServeALineThatHasNoneOfItsOwn() {
        Map<String, String> line = Layout.account();
        line.put("Proxy Addr", "p1.example");
        line.put("Proxy User", "proxied");
        line.put("Proxy Pswd", "theirs");
        assertThat(line(line).authUser()).isEqualTo("proxied");
        assertThat(line(line).password().reveal()).isEqualTo("theirs");
        assertThat(Layout.read(Layout.TEXT.write(line)).warnings()).isEmpty();
        line.put("Register User", "u1");
        line.put("Register Pswd", "ours");
        assertThat(line(line).authUser()).isEqualTo("u1");
        assertThat(line(line).password().reveal()).isEqualTo("ours");
        assertThat(Layout.read(Layout.TEXT.write(line)).warnings())
                .extracting(Finding::key, Finding::value, Finding::used)
                .containsExactly(tuple("SIP1 Proxy User", "proxied", "u1"));
        line.put("Proxy User", "u1");
        assertThat(Layout.read(Layout.TEXT.write(line)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 5070, pbx.example:5070/udp, 0",
        "1, 0, 5070, pbx.example:0/udp, 5070",
        "0, 1, 0, pbx.example:0/udp, 5060",
        "1, 2, 5070, pbx.example:0/naptr, 5070"
    })
    void namesAreLookedUpWhateverThePortSaysAndThePortIsLeftForAddresses(
            String srv, String mode, String port, String primary, int fallbackPort) {
        Map<String, String> line = Layout.account();
        line.put("Register Port", port);
        line.put("DNS SRV", srv);
        line.put("DNS Mode", mode);
        line.put("Proxy Addr", "edge.example");
        Server server = line(line).servers().get(0);
        assertThat(server).hasToString(primary);
        assertThat(server.fallbackPort()).isEqualTo(fallbackPort);
        assertThat(line(line).outboundProxies().get(0).port())
                .isEqualTo(srv.equals("0") && mode.equals("0") ? 5060 : 0);
    }

    @Test
    void naptrDoesNotOverruleATransportThatWasAskedFor() {
        Map<String, String> line = Layout.account();
        line.put("Transport", "1");
        line.put("Backup Transport", "3");
        line.put("DNS Mode", "2");
        assertThat(line(line).servers()).hasToString("[pbx.example:0/tcp, backup.example:0/tls]");
    }

    @Test
    void anAddressNeedsNoLookUpSoThatDnsSrvMattersNot() {
        Map<String, String> line = Layout.account();
        line.put("Register Addr", "192.0.2.1");
        line.put("Backup Addr", "2001:db8::1");
        line.put("DNS SRV", "1");
        line.put("DNS Mode", "1");
        assertThat(line(line).servers()).hasToString("[192.0.2.1:5060/udp, 2001:db8::1:5060/udp]");
    }

    @Test
    void F8_theThirdGenerationCountsAndTheSecondTakesATime() {
        String text = Layout.TEXT.write(Layout.account());
        assertThat(servers(text, Map.of()))
                .extracting(Server::transmissions, Server::giveUp)
                .hasToString(
                        "[(OptionalInt[4], "
                                + giveUp("empty")
                                + "),"
                                + " (OptionalInt[4], "
                                + giveUp("empty")
                                + ")]");
        assertThat(servers(text, Map.of("fanvil.generation", "v3")))
                .isEqualTo(servers(text, Map.of("yealink.new-requests", "health")));
        assertThat(servers(text, Map.of("fanvil.generation", "v2")).get(1).giveUp())
                .hasToString(giveUp("[8000]"));
        assertThat(servers(text, Map.of("fanvil.generation", "v2")).get(1).transmissions())
                .isEmpty();
        assertThat(
                        servers(
                                        text,
                                        Map.of(
                                                "fanvil.generation",
                                                "v2",
                                                "fanvil.give-up-ms",
                                                "6000"))
                                .get(0)
                                .giveUp())
                .hasToString(giveUp("[6000]"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 3"})
    void theCountMayBeOfSends(String count, int sends) {
        String text = Layout.TEXT.writeWith("Signal Retry Counts", count);
        assertThat(servers(text, Map.of("fanvil.count", "sends")).get(0).transmissions())
                .hasValue(sends);
    }

    @ParameterizedTest
    @CsvSource({
        "fanvil.generation, v4, is not v2 or v3",
        "fanvil.generation, V2, is not v2 or v3",
        "fanvil.count, all, is not retransmissions or sends",
        "fanvil.give-up-ms, 99, is not a whole number in 100..600000",
        "fanvil.give-up-ms, soon, is not a whole number in 100..600000",
        "fanvil.colour, red, is no option of this vendor"
    })
    void anOptionThatThereIsNotRefusesTheFile(String name, String value, String message) {
        Reading reading = Layout.read(Layout.TEXT.write(Layout.account()), Map.of(name, value));
        assertThat(reading.lines()).isEmpty();
        assertThat(reading.errors())
                .containsExactly(new Finding(Layout.FILE, 0, name, value, message, ""));
    }

    @ParameterizedTest
    @CsvSource({"v3, fanvil.give-up-ms, 5000, v2", "v2, fanvil.count, sends, v3"})
    void anOptionOfTheOtherGenerationIsWarnedOf(
            String generation, String name, String value, String needed) {
        Reading reading =
                Layout.read(
                        Layout.TEXT.write(Layout.account()),
                        Map.of("fanvil.generation", generation, name, value));
        assertThat(reading.warnings())
                .extracting(Finding::key, Finding::message)
                .containsExactly(tuple(name, "has no effect without fanvil.generation=" + needed));
    }

    @Test
    void aLaterFileOverridesAnEarlierOneAndWarningsNameTheirFile() {
        ConfigFile common =
                new ConfigFile("a.cfg", Layout.TEXT.writeWith("Transport", "9").getBytes());
        ConfigFile own =
                new ConfigFile(
                        "b.xml", Layout.SYS_CONF.write(Map.of("Register TTL", "1")).getBytes());
        Reading reading = new FanvilAdapter().read(List.of(common, own), Map.of());
        assertThat(reading.lines().get(0).servers().get(0).address()).isEqualTo("pbx.example");
        assertThat(reading.warnings())
                .extracting(Finding::file, Finding::key)
                .containsExactly(tuple("a.cfg", "SIP1 Transport"), tuple("b.xml", "RegisterTTL"));
        ConfigFile repaired =
                new ConfigFile("c.cfg", Layout.TEXT.write(Map.of("Transport", "1")).getBytes());
        reading = new FanvilAdapter().read(List.of(common, repaired), Map.of());
        assertThat(reading.warnings()).isEmpty();
        ConfigFile broken = new ConfigFile("d.xml", "<sysConf>".getBytes());
        assertThat(new FanvilAdapter().read(List.of(common, broken), Map.of()).errors())
                .extracting(Finding::file)
                .containsExactly("d.xml");
    }

    private static LineConfig line(Map<String, String> settings) {
        return Layout.read(Layout.TEXT.write(settings)).lines().get(0);
    }

    private static List<Server> servers(String text, Map<String, String> options) {
        return Layout.read(text, options).lines().get(0).servers();
    }

    private static String giveUp(String ms) {
        String shown = "OptionalLong" + (ms.equals("empty") ? ".empty" : ms);
        return "GiveUp[registerMs=%s, inviteMs=%s, optionsMs=%s]".formatted(shown, shown, shown);
    }
}
