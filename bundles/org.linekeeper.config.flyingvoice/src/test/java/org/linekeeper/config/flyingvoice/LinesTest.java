// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

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
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.Timers;

/** What a line is without its keys, which lines there are, and what options and files change. */
class LinesTest {
    @Test
    void whatIsNotSetHasTheDefaultOfThePhone() {
        LineConfig line = Cfg.line();
        assertThat(line.enabled()).isTrue();
        assertThat(line.localPort()).isEqualTo(new PortRange(50000, 60000));
        assertThat(line.servers()).hasToString("[one.example:5060/udp, two.example:5060/udp]");
        assertThat(line.servers())
                .allSatisfy(
                        server -> {
                            assertThat(server.expiresSeconds()).isEqualTo(1800);
                            assertThat(server.transmissions()).isEmpty();
                            assertThat(server.inviteTransmissions()).isEmpty();
                            assertThat(server.giveUp().registerMs()).isEmpty();
                            assertThat(server.giveUp().inviteMs()).isEmpty();
                            assertThat(server.giveUp().optionsMs()).isEmpty();
                            assertThat(server.resubscribe()).isTrue();
                        });
        assertThat(line.outboundProxies()).isEmpty();
        assertThat(line.heartbeat()).isEmpty();
        assertThat(line.redundancy())
                .isEqualTo(
                        new Redundancy(
                                Redundancy.Scheme.SUCCESSIVE,
                                Redundancy.Probe.REGISTER,
                                43200,
                                43200,
                                false,
                                true));
        assertThat(line.keepalive().kind()).isEqualTo(Keepalive.Kind.CRLF);
        assertThat(line.keepalive().intervalSeconds()).isEqualTo(15);
        assertThat(line.refresh()).isEqualTo(new RefreshWindow(50, 50));
        assertThat(line.unavailableCodes()).containsExactlyInAnyOrder(500, 503);
        assertThat(line.timers()).isEqualTo(Timers.RFC3261);
        assertThat(line.session()).isEqualTo(SessionTimer.OFF);
        assertThat(line.profile()).isEqualTo(new Profile(false, false, false, 2, true, false));
        assertThat(line.rport()).isTrue();
        assertThat(line.dhcpOption120()).isFalse();
        assertThat(line.proxyInDialog()).isFalse();
        assertThat(line.initialAuth()).isFalse();
        assertThat(line.subscribeRegistrationSeconds()).isZero();
    }

    /** An explicit time-out is never made longer, not for the last server either. */
    @Test
    void V6_noHopGetsTheWholeTimeInsteadOfATimeOut() {
        Profile habits = Cfg.line("DBID_SIP_REGISTER_TIMEOUT_TIMER = 2000").profile();
        assertThat(habits.lastWholeTime()).isFalse();
        assertThat(habits.probeWholeTime()).isFalse();
    }

    @Test
    void theDomainIsTheRegistrarsOrElseThePrimarysAtBothServers() {
        LineConfig line = Cfg.line();
        assertThat(line.addressOfRecord(0)).hasToString("sip:100@one.example");
        assertThat(line.addressOfRecord(1)).hasToString("sip:100@one.example");
        assertThat(Cfg.line("proxy_server = pbx.example").addressOfRecord(1))
                .hasToString("sip:100@pbx.example");
    }

    @Test
    void withoutAnOutboundServerTheRegistrarIsThePrimary() {
        Reading reading =
                Cfg.read("account=1\nproxy_server=p\nproxy_port=5070\nbackup_outbound_server=b");
        assertThat(reading.lines().get(0).servers()).hasToString("[p:5070/udp, b:5060/udp]");
        assertThat(reading.lines().get(0).domain()).isEqualTo("p");
        LineConfig backup = Cfg.read("account=1\nbackup_outbound_server=b").lines().get(0);
        assertThat(backup.servers()).extracting(Server::address).containsExactly("b");
        assertThat(backup.domain()).isEqualTo("b");
        assertThat(backup.enabled()).isTrue();
    }

    @Test
    void theNumberStandsBeforeTheAccountWhichTheDigestTakes() {
        LineConfig line = Cfg.line("account = auth100");
        assertThat(line.user()).isEqualTo("100");
        assertThat(line.digestUser()).isEqualTo("auth100");
        assertThat(Cfg.read("account = 7\noutbound_server = a").lines().get(0).user())
                .isEqualTo("7");
    }

    @Test
    void aPrefixNamesTheLineAndNoneIsTheFirst() {
        Reading reading =
                Cfg.read(
                        """
                        line.2.phone_number = 200
                        line.2.Outbound Server = b.example
                        line.2.注册刷新时间(秒) = 60
                        phone_number = 100
                        line.1.outbound_server = a.example
                        line.12.DBID_SIP_OPTIONS_TIMEOUT_TIMER = 2000
                        line.3.account = 300
                        line.3.outbound_server = c.example
                        """);
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.lines())
                .extracting(
                        LineConfig::line,
                        LineConfig::user,
                        LineConfig::domain,
                        line -> line.servers().get(0).expiresSeconds())
                .containsExactly(
                        tuple(1, "100", "a.example", 1800),
                        tuple(2, "200", "b.example", 60),
                        tuple(3, "300", "c.example", 1800));
    }

    @ParameterizedTest
    @CsvSource({"line.0.account, 0", "line.101.password, 101", "line.x.password, x"})
    void aLineThatThereCannotBeIsWarnedOfOnceAndNeverWithAPassword(String key, String number) {
        Reading reading = Cfg.read(Cfg.ACCOUNT + (key + " = hunter2\n").repeat(3));
        assertThat(reading.lines()).containsExactly(Cfg.line());
        String message = "is not a line in 1..100 and is left out";
        assertThat(reading.warnings())
                .containsExactly(new Finding(Cfg.FILE, 6, key, number, message, ""));
    }

    @Test
    void aLineWithoutServerOrUserIsWarnedOfAndNotRun() {
        Reading reading =
                Cfg.read(
                        """
                        phone_number = 100
                        dhcp_option_120 = 0
                        line.2.proxy_server = a.example
                        line.3.display_name = slot
                        line.3.outbound_port = 99999
                        """);
        assertThat(reading.lines()).hasSize(2).noneMatch(LineConfig::enabled);
        String cannot = "cannot put the line in service: it has no ";
        assertThat(reading.warnings())
                .extracting(Finding::at, Finding::key, Finding::message)
                .containsExactly(
                        tuple(1, "phone_number", cannot + "server"),
                        tuple(3, "line.2.proxy_server", cannot + "user"));
    }

    /** Its servers have all but an address. */
    @Test
    void V7_aLineWithoutServerMayWaitForDhcp() {
        String text =
                "phone_number = 100\ndhcp_option_120 = 1\noutbound_port = 5070\ntransport = TCP\n";
        Reading reading = Cfg.read(text);
        assertThat(reading.warnings()).isEmpty();
        LineConfig line = reading.lines().get(0);
        assertThat(line.enabled()).isTrue();
        assertThat(line.servers()).hasToString("[:5070/tcp]");
        assertThat(line.domain()).isEmpty();
        LineConfig both = Cfg.read(text + "backup_outbound_port = 5080").lines().get(0);
        assertThat(both.servers()).hasToString("[:5070/tcp, :5080/tcp]");
        LineConfig backup = Cfg.read(text + "backup_outbound_server = b").lines().get(0);
        assertThat(backup.servers()).hasToString("[:5070/tcp, b:5060/tcp]");
        assertThat(backup.domain()).isEmpty();
        LineConfig named = Cfg.read(text + "outbound_server = a").lines().get(0);
        assertThat(named.servers()).hasToString("[a:5070/tcp]");
    }

    @ParameterizedTest
    @CsvSource({"exceeds, 3, 3", "at-max, 3, 2", "at-max, 1, 0", "at-max, 0, 0"})
    void V2_theCountIsToleratedOrReached(String option, String count, int tolerated) {
        String text =
                Cfg.ACCOUNT
                        + "primary_server_detect_interval = 9\nmax_detect_fail_count = "
                        + count;
        assertThat(Cfg.read(text, Map.of("flyingvoice.count", option)).lines().get(0).heartbeat())
                .contains(new Heartbeat(9, tolerated));
    }

    @ParameterizedTest
    @CsvSource({
        "flyingvoice.count, sends, is not exceeds or at-max",
        "flyingvoice.colour, red, is no option of this vendor"
    })
    void anOptionThatThereIsNotRefusesTheFile(String name, String value, String message) {
        Reading reading = Cfg.read(Cfg.ACCOUNT, Map.of(name, value, "fanvil.count", "x"));
        assertThat(reading.lines()).isEmpty();
        assertThat(reading.errors())
                .containsExactly(new Finding(Cfg.FILE, 0, name, value, message, ""));
    }

    @Test
    void aLaterFileOverridesAnEarlierOneAndWarningsNameTheirFile() {
        ConfigFile common = new ConfigFile("common.cfg", "transport = x".getBytes());
        ConfigFile own = new ConfigFile("own.cfg", Cfg.ACCOUNT.getBytes());
        ConfigFile last =
                new ConfigFile(
                        "last.cfg", "outbound_server=z\noutbound_port=x\nphone_number=".getBytes());
        Reading reading = new FlyingvoiceAdapter().read(List.of(common, own, last), Map.of());
        assertThat(reading.lines().get(0).user()).isEqualTo("100");
        assertThat(reading.lines().get(0).servers().get(0)).hasToString("z:5060/udp");
        assertThat(reading.warnings())
                .extracting(Finding::file, Finding::at)
                .containsExactly(tuple("common.cfg", 1), tuple("last.cfg", 2));
        ConfigFile wrong = new ConfigFile("wrong.cfg", "nothing = known".getBytes());
        assertThat(new FlyingvoiceAdapter().read(List.of(own, wrong), Map.of()).errors())
                .extracting(Finding::file)
                .containsExactly("wrong.cfg");
    }
}
