// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** Which lines there are, which of them serve, and how options and several files change them. */
class LinesTest {
    @Test
    void emptySlotsAreLeftOutAndLinesComeInTheOrderOfTheirNumbers() {
        Reading reading =
                Cfg.read(
                        """
                        account.12.user_name = 1200
                        account.3.sip_server.2.address = b.example
                        account.2.enable = 0
                        account.2.label = slot
                        account.2.sip_server.1.port = 99999
                        """);
        assertThat(reading.lines()).extracting(LineConfig::line).containsExactly(3, 12);
        assertThat(reading.lines()).noneMatch(LineConfig::enabled);
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void anEnabledLineWithoutServerOrUserIsWarnedOfAndNotRun() {
        Reading reading =
                Cfg.read(
                        """
                        account.1.enable = 1
                        account.1.user_name = 100
                        account.2.enable = 1
                        account.2.sip_server.1.address = a.example
                        account.3.enable = 1
                        """);
        assertThat(reading.lines()).hasSize(3).noneMatch(LineConfig::enabled);
        String cannot = "cannot put the line in service: it has no ";
        assertThat(reading.warnings())
                .extracting(Finding::at, Finding::key, Finding::message, Finding::used)
                .containsExactly(
                        tuple(1, "account.1.enable", cannot + "server", "0"),
                        tuple(3, "account.2.enable", cannot + "user", "0"),
                        tuple(5, "account.3.enable", cannot + "server, it has no user", "0"));
    }

    @Test
    void aSecondServerAloneIsTheOnlyOne() {
        LineConfig line = Cfg.line("account.1.sip_server.1.address = %NULL%");
        assertThat(line.servers()).hasToString("[two.example:5060/udp]");
        assertThat(line.enabled()).isTrue();
    }

    @Test
    void whatStandsBehindAnAtIsTheDomain() {
        LineConfig line = Cfg.line("account.1.user_name = alice@sip.example");
        assertThat(line.user()).isEqualTo("alice");
        assertThat(line.addressOfRecord(0)).hasToString("sip:alice@sip.example");
        Reading reading = Cfg.read(Cfg.ACCOUNT + "account.1.user_name = alice@sip example");
        assertThat(reading.warnings())
                .containsExactly(
                        new Finding(
                                Cfg.FILE,
                                7,
                                "account.1.user_name",
                                "sip example",
                                "is not a host name or an IP address",
                                ""));
        assertThat(reading.lines().get(0).domain()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SIP-T48S, 16",
        "VP-T49G, 16",
        "vp59, 16",
        "T53W, 12",
        "CP930W-Base, 8",
        "W60P, 8",
        "SIP-T42U, 6",
        "W56P, 5",
        "T23G, 3",
        "SIP-T21(P) E2, 2",
        "T21P_E2, 2",
        "T19P E2, 1",
        "Yealink SIP-T19 E2, 1",
        "CP960, 1"
    })
    void Y18_aLineAboveTheLimitOfItsModelIsWarnedOfAndNotRun(String model, int accounts) {
        StringBuilder text = new StringBuilder();
        for (int x = 1; x <= 16; x++) {
            text.append("account.%d.enable = 1%n".formatted(x));
            text.append("account.%d.user_name = %d%n".formatted(x, x));
            text.append("account.%d.sip_server.1.address = a.example%n".formatted(x));
        }
        Reading reading = Cfg.read(text.toString(), Map.of("model", model));
        assertThat(reading.lines()).hasSize(16);
        assertThat(reading.lines().stream().filter(LineConfig::enabled)).hasSize(accounts);
        assertThat(reading.warnings()).hasSize(16 - accounts);
        assertThat(reading.warnings().stream().map(Finding::message).distinct())
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(message -> message.contains("this model has " + accounts + " account"));
        assertThat(Cfg.read(text.toString()).warnings()).as("without a model").isEmpty();
    }

    @Test
    void Y18_anUnknownModelIsWarnedOfAndLimitsNothing() {
        assertThat(Cfg.read(Cfg.ACCOUNT, Map.of("model", "T99")).warnings())
                .hasToString(
                        "[phone.cfg: model = T99: is no model whose number of accounts is known"
                                + " here; used: 16]");
    }

    @Test
    void newRequestsMayTryAHealthyTargetFirst() {
        assertThat(healthFirst(Map.of())).isFalse();
        assertThat(healthFirst(Map.of("yealink.new-requests", "primary"))).isFalse();
        assertThat(healthFirst(Map.of("yealink.new-requests", "health"))).isTrue();
        assertThat(healthFirst(Map.of("fanvil.generation", "v9"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "yealink.new-requests, always, is not primary or health",
        "yealink.colour, red, is no option of this vendor"
    })
    void anOptionThatThereIsNotRefusesTheFile(String name, String value, String message) {
        Reading reading = Cfg.read(Cfg.ACCOUNT, Map.of(name, value));
        assertThat(reading.lines()).isEmpty();
        assertThat(reading.errors())
                .containsExactly(new Finding(Cfg.FILE, 0, name, value, message, ""));
    }

    @Test
    void aLaterFileOverridesAnEarlierOneAndWarningsNameTheirFile() {
        ConfigFile common =
                new ConfigFile(
                        "common.cfg",
                        "#!version:1.0.0.1\nsip.reg_surge_prevention = x\n".getBytes());
        ConfigFile own = new ConfigFile("own.cfg", Cfg.ACCOUNT.getBytes());
        ConfigFile last =
                new ConfigFile(
                        "last.cfg",
                        ("account.1.sip_server.1.port = x\naccount.1.sip_server.1.address=z\n"
                                        + "account.1.sip_server.2.address=%NULL%\n"
                                        + "account.1.user_name =\n")
                                .getBytes());
        Reading reading = new YealinkAdapter().read(List.of(common, own, last), Map.of());
        assertThat(reading.lines().get(0).servers()).hasToString("[z:5060/udp]");
        assertThat(reading.lines().get(0).user()).isEqualTo("100");
        assertThat(reading.warnings())
                .extracting(Finding::file, Finding::at)
                .containsExactly(tuple("common.cfg", 2), tuple("last.cfg", 1));
        ConfigFile wrong = new ConfigFile("wrong.cfg", "nothing = known".getBytes());
        assertThat(new YealinkAdapter().read(List.of(own, wrong), Map.of()).errors())
                .extracting(Finding::file)
                .containsExactly("wrong.cfg");
    }

    private static boolean healthFirst(Map<String, String> options) {
        return Cfg.read(Cfg.ACCOUNT, options).lines().get(0).profile().tryHealthyFirst();
    }
}
