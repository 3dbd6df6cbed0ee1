// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;

/**
 * What holds where nothing is said: −1, older names, templates, and what acts only with another.
 */
class InheritanceTest {
    private static final String PROXIES =
            """
            account.1.outbound_proxy_enable = 1
            account.1.outbound_proxy.1.address = p1.example
            account.1.outbound_proxy.2.address = p2.example
            account.1.sip_server.1.transport_type = 1
            account.1.sip_server.1.retry_counts = 5
            account.1.sip_server.1.invite_retry_counts = 6
            account.1.sip_server.1.failback_mode = 2
            """;

    @Test
    void Y16_aProxyInheritsFromTheServerWithItsNumber() {
        LineConfig line =
                Cfg.line(
                        PROXIES,
                        "account.1.sip_server.2.retry_counts = 7",
                        "account.1.sip_server.2.transport_type = 2",
                        "account.1.outbound_proxy.2.retry_counts = -1");
        assertThat(line.outboundProxies())
                .extracting(Server::toString, proxy -> proxy.transmissions().getAsInt())
                .containsExactly(tuple("p1.example:5060/tcp", 5), tuple("p2.example:5060/tls", 7));
        assertThat(line.outboundProxies())
                .extracting(proxy -> proxy.failback().mode())
                .containsExactly(Failback.Mode.REGISTRATION, Failback.Mode.NEW_REQUESTS);
    }

    @Test
    void Y16_itInheritsFromTheFirstServerWhereItsOwnIsNotConfigured() {
        LineConfig line =
                Cfg.line(
                        PROXIES,
                        "account.1.sip_server.2.address = %NULL%",
                        "account.1.sip_server.2.retry_counts = 7");
        assertThat(line.servers()).hasSize(1);
        assertThat(line.outboundProxies().get(1)).hasToString("p2.example:5060/tcp");
        assertThat(line.outboundProxies().get(1).transmissions()).hasValue(5);
        assertThat(line.outboundProxies().get(1).inviteTransmissions()).hasValue(6);
    }

    @Test
    void Y16_itsOwnValueWins() {
        LineConfig line =
                Cfg.line(
                        PROXIES,
                        "account.1.outbound_proxy.1.retry_counts = 0",
                        "account.1.outbound_proxy.1.invite_retry_counts = 1",
                        "account.1.outbound_proxy.1.failback_mode = 3",
                        "account.1.outbound_proxy.1.failback_timeout = 0",
                        "account.1.outbound_proxy.1.register_on_enable = 1");
        Server proxy = line.outboundProxies().get(0);
        assertThat(proxy.transmissions()).hasValue(1);
        assertThat(proxy.inviteTransmissions()).hasValue(1);
        assertThat(proxy.failback().afterSeconds()).hasValue(0);
        assertThat(proxy.registerBeforeRequest()).isTrue();
    }

    @Test
    void Y16_withProxiesTheSchemeIsSuccessiveAtTheirInterval() {
        Redundancy redundancy =
                Cfg.line(PROXIES, "account.1.fallback.redundancy_type = 0").redundancy();
        assertThat(redundancy.registration()).isEqualTo(Redundancy.Scheme.SUCCESSIVE);
        assertThat(redundancy.probeIntervalSeconds()).isEqualTo(3600);
    }

    @Test
    void Y14_withoutThemServersAreRegisteredConcurrently() {
        Redundancy redundancy = Cfg.line().redundancy();
        assertThat(redundancy.registration()).isEqualTo(Redundancy.Scheme.CONCURRENT);
        assertThat(redundancy.removeOldBinding()).as("inside a server").isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, true",
        "1, 1, 3, true",
        "1, 1, 0, false",
        "1, 0, 3, false",
        "0, 1, 3, false"
    })
    void Y10_onlyRegisteredActsAtAProxyWithTwoOthers(
            int only, int registerOn, int mode, boolean acts) {
        String server = "account.1.sip_server.1.";
        LineConfig line =
                Cfg.line(
                        PROXIES,
                        server + "only_signal_with_registered = " + only,
                        server + "register_on_enable = " + registerOn,
                        server + "failback_mode = " + mode);
        assertThat(line.outboundProxies().get(0).onlyRegistered()).isEqualTo(acts);
        assertThat(line.servers().get(0).onlyRegistered()).isEqualTo(only == 1);
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "1, true, true", "2, true, true", "3, true, true"})
    void Y11_Y12_modesOneToThreeWaitForIdleAndMayRenewSubscriptions(
            int mode, boolean idleOnly, boolean renews) {
        LineConfig line =
                Cfg.line(
                        "account.1.sip_server.1.failback_mode = " + mode,
                        "account.1.sip_server.1.failback_subscribe.enable = 1");
        assertThat(line.redundancy().idleOnly()).isEqualTo(idleOnly);
        assertThat(line.servers().get(0).resubscribe()).isEqualTo(renews);
    }

    @Test
    void Y12_aProxyThatInheritsTheFlagHasItsOwnMode() {
        LineConfig line =
                Cfg.line(
                        PROXIES,
                        "account.1.sip_server.1.failback_mode = 0",
                        "account.1.sip_server.1.failback_subscribe.enable = 1",
                        "account.1.outbound_proxy.1.failback_mode = 1");
        assertThat(line.servers().get(0).resubscribe()).isFalse();
        assertThat(line.outboundProxies().get(0).resubscribe()).isTrue();
        assertThat(line.redundancy().idleOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 60", "59, 60", "60, 60", "61, 61", "65535, 65535"})
    void Y11_aDurationBelowAMinuteIsAMinuteAndZeroIsNever(String written, long seconds) {
        LineConfig line =
                Cfg.line(
                        "account.1.sip_server.1.failback_mode = 3",
                        "account.1.sip_server.1.failback_timeout = " + written);
        assertThat(line.servers().get(0).failback().afterSeconds()).hasValue(seconds);
    }

    @Test
    void olderNamesHoldWhereTheNewerOnesAreNotSet() {
        String older =
                """
                account.1.enable = 1
                account.1.user_name = 100
                account.1.sip_server_host = one.example
                account.1.sip_server_port = 5071
                account.1.transport = 1
                account.1.expires = 90
                account.1.backup_sip_server_host = two.example
                account.1.backup_sip_server_port = 5072
                account.1.outbound_proxy_enable = 1
                account.1.outbound_host = p1.example
                account.1.outbound_port = 5073
                account.1.backup_outbound_host = p2.example
                account.1.backup_outbound_port = 5074
                """;
        LineConfig line = Cfg.read(older).lines().get(0);
        assertThat(line.servers()).hasToString("[one.example:5071/tcp, two.example:5072/tcp]");
        assertThat(line.servers()).extracting(Server::expiresSeconds).containsExactly(90, 90);
        assertThat(line.outboundProxies())
                .hasToString("[p1.example:5073/tcp, p2.example:5074/tcp]");
        String newer =
                """
                account.1.sip_server.1.port = 5081
                account.1.sip_server.2.transport_type = 0
                account.1.outbound_proxy.1.address = new.example
                """;
        for (String both : List.of(older + newer, newer + older)) {
            line = Cfg.read(both).lines().get(0);
            assertThat(line.servers()).hasToString("[one.example:5081/tcp, two.example:5072/udp]");
            assertThat(line.outboundProxies())
                    .hasToString("[new.example:5073/tcp, p2.example:5074/udp]");
        }
    }

    @Test
    void aTemplateHoldsWhereTheAccountDoesNotSay() {
        String template =
                """
                template.2.sip_server.1.address = t1.example
                template.2.sip_server.1.port = 5091
                template.2.sip_server.1.failback_mode = 1
                template.2.sip_server.2.address = t2.example
                template.2.sip_server.2.expires = 29
                template.3.sip_server.1.expires = 29
                account.1.enable = 1
                account.1.user_name = 100
                account.1.sip_server.template = 2
                account.1.sip_server.1.port = 5092
                account.4.enable = 1
                account.4.user_name = 400
                account.4.sip_server.template = 2
                account.4.sip_server_host = own.example
                """;
        Reading reading = Cfg.read(template);
        assertThat(reading.lines())
                .extracting(LineConfig::servers)
                .hasToString(
                        "[[t1.example:5092/udp, t2.example:5060/udp],"
                                + " [own.example:5091/udp, t2.example:5060/udp]]");
        assertThat(reading.lines().get(0).servers().get(0).failback().mode())
                .isEqualTo(Failback.Mode.DNS_TTL);
        assertThat(reading.warnings())
                .as("once, though two accounts have it")
                .extracting(Finding::at, Finding::key)
                .containsExactly(tuple(5, "template.2.sip_server.2.expires"));
    }
}
