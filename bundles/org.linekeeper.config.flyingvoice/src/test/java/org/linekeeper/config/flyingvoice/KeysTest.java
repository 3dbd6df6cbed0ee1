// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** Each key: what a value makes of the line, and what is wrong with another. */
class KeysTest {
    private static final Show ONE = line -> line.servers().get(0);
    private static final Show TWO = line -> line.servers().get(1);
    private static final Show FALLBACK = line -> line.servers().get(0).fallbackPort();
    private static final Show PERIOD = line -> line.servers().get(1).expiresSeconds();
    private static final Show DOMAIN = LineConfig::domain;
    private static final Show BEAT = LineConfig::heartbeat;
    private static final Show PROBE =
            line -> line.redundancy().probe() + " " + line.redundancy().probeIntervalSeconds();
    private static final Show DELAY = line -> line.redundancy().returnDelaySeconds();
    private static final Show REMOVES = line -> line.redundancy().removeOldBinding();
    private static final Show KEEPALIVE =
            line -> line.keepalive().kind() + " " + line.keepalive().intervalSeconds();
    private static final Show PORTS = line -> line.localPort().min() + "-" + line.localPort().max();
    private static final Show SESSION =
            line -> line.session().expiresSeconds() + " " + line.session().minSeconds();
    private static final Show REFRESHER = line -> line.session().refresher();
    private static final Show SUBSCRIPTION = LineConfig::subscribeRegistrationSeconds;
    private static final Show REGISTER_MS = line -> line.servers().get(1).giveUp().registerMs();
    private static final Show OPTIONS_MS = line -> line.servers().get(0).giveUp().optionsMs();
    private static final Show RPORT = LineConfig::rport;
    private static final Show DHCP = LineConfig::dhcpOption120;
    private static final Show IN_DIALOG = LineConfig::proxyInDialog;
    private static final Show AUTH = LineConfig::initialAuth;
    private static final Show TRUSTED = line -> line.profile().trustedPeersOnly();

    private interface Show extends Function<LineConfig, Object> {}

    static Stream<Arguments> values() {
        return Stream.of(
                of("display_name = 前台", (Show) LineConfig::displayName, "前台"),
                of("phone_number = 200", (Show) LineConfig::user, "200"),
                of("account = u200", (Show) LineConfig::authUser, "u200"),
                of("password = a#b=c ", (Show) line -> line.password().reveal(), "a#b=c"),
                of("outbound_server = 192.0.2.1", ONE, "192.0.2.1:5060/udp"),
                of("outbound_port = 5070", ONE, "one.example:5070/udp"),
                of("outbound_port = 0", ONE, "one.example:5060/udp"),
                of("backup_outbound_server = 2001:db8::1", TWO, "2001:db8::1:5060/udp"),
                of("backup_outbound_port = 65535", TWO, "two.example:65535/udp"),
                of("proxy_server = pbx.example", DOMAIN, "pbx.example"),
                of("proxy_port = 5070", DOMAIN, "one.example"),
                of("transport = tcp", TWO, "two.example:5060/tcp"),
                of("transport = TLS", TWO, "two.example:5060/tls"),
                of("transport = TLS\noutbound_port = 0", ONE, "one.example:5061/tls"),
                of("dns_type = A Type", ONE, "one.example:5060/udp"),
                of("dns_type = SRV", ONE, "one.example:0/udp"),
                of("dns_type = SRV\noutbound_port = 5070", FALLBACK, "5070"),
                of("dns_type = naptr", TWO, "two.example:0/naptr"),
                of("dns_type = NAPTR\ntransport = TCP", TWO, "two.example:0/tcp"),
                of("dns_type = SRV\noutbound_server = 192.0.2.1", ONE, "192.0.2.1:5060/udp"),
                of("register_refresh_interval = 86400", PERIOD, "86400"),
                of("register_refresh_interval = 0", PERIOD, "1800"),
                of("primary_server_detect_interval = 0", BEAT, "Optional.empty"),
                of("primary_server_detect_interval = 90", BEAT, beat(90, 3)),
                of("primary_server_detect_interval = 90", PROBE, "OPTIONS 90"),
                of(
                        "primary_server_detect_interval = 86400\nmax_detect_fail_count = 100",
                        BEAT,
                        beat(86400, 100)),
                of(
                        "primary_server_detect_interval = 5\nmax_detect_fail_count = 0",
                        BEAT,
                        beat(5, 0)),
                of("prefer_primary_server = 0", DELAY, "43200"),
                of("prefer_primary_server = 0", PROBE, "REGISTER 43200"),
                of("prefer_primary_server = 1", DELAY, "0"),
                of("prefer_primary_server = 1", PROBE, "REGISTER 900"),
                of("prefer_primary_server = 1\nregister_refresh_interval = 1", PROBE, "REGISTER 1"),
                of("DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME = 2147483647", DELAY, "2147483647"),
                of("DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME = 0", PROBE, "REGISTER 900"),
                of(
                        "DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME = 60\nprefer_primary_server = 1",
                        DELAY,
                        "0"),
                of("remove_last_registration = 0", REMOVES, "false"),
                of("nat_keepalive_interval = 60", KEEPALIVE, "CRLF 60"),
                of("sip_options_enable = 1", KEEPALIVE, "OPTIONS 14"),
                of(
                        "sip_options_enable = 1\nprimary_server_detect_interval = 90",
                        KEEPALIVE,
                        "CRLF 15"),
                of("random_sip_port = 0", PORTS, "5060-5060"),
                of("random_sip_port = 0\nlocal_sip_port = 5080", PORTS, "5080-5080"),
                of("random_sip_port = 0\nlocal_sip_port = 0", PORTS, "5060-5060"),
                of("local_sip_port = 5080", PORTS, "50000-60000"),
                of("min_random_sip_port = 61000", PORTS, "61000-61000"),
                of("min_random_sip_port = 1\nmax_random_sip_port = 2", PORTS, "1-2"),
                of("rport = 0", RPORT, "false"),
                of("dhcp_option_120 = 1", DHCP, "true"),
                of("ob_proxy_in_dialog = 1", IN_DIALOG, "true"),
                of("only_requests_from_server = 1", TRUSTED, "true"),
                of("initial_auth = 1", AUTH, "true"),
                of("subscribe_register = 1", SUBSCRIPTION, "3761"),
                of("subscribe_register = 1\nsubscribe_time = 600", SUBSCRIPTION, "600"),
                of("subscribe_time = 600", SUBSCRIPTION, "0"),
                of("session_refresh_time = 600", SESSION, "600 90"),
                of("session_refresh_time = 60\nmin_session_timer = 120", SESSION, "120 120"),
                of("min_session_timer = 0", SESSION, "0 90"),
                of("refresher = uas", REFRESHER, "UAS"),
                of("DBID_SIP_REGISTER_TIMEOUT_TIMER = 600000", REGISTER_MS, millis(600_000)),
                of("DBID_SIP_REGISTER_TIMEOUT_TIMER = 2000", OPTIONS_MS, "OptionalLong.empty"),
                of("DBID_SIP_OPTIONS_TIMEOUT_TIMER = 2000", OPTIONS_MS, millis(2000)),
                of("DBID_SIP_OPTIONS_TIMEOUT_TIMER = 0", OPTIONS_MS, "OptionalLong.empty"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void aValueTakesEffectWithoutAWarning(String lines, Show show, String shown) {
        assertThat(show.apply(Cfg.line(lines))).hasToString(shown);
    }

    static Stream<Arguments> wrongValues() {
        String flag = "is not 0 (Disable, 禁止) or 1 (Enable, 开启)";
        String port = "is not a whole number in 0..65535";
        String own = "is not a whole number in 1..65535";
        String day = "is not a whole number in 0..86400";
        String millis = "is not a whole number in 0..600000";
        return Stream.of(
                of("outbound_server", "a b", "is not a host name or an IP address", ""),
                of("outbound_port", "65536", port, "5060"),
                of("backup_outbound_port", "-1", port, "5060"),
                of("proxy_port", "sip", port, "5060"),
                of("dhcp_option_120", "2", flag, "0"),
                of("transport", "SCTP", "is not UDP, TCP or TLS", "UDP"),
                of("dns_type", "MX", "is not A, SRV or NAPTR", "A"),
                of("register_refresh_interval", "86401", day, "1800"),
                of("sip_options_enable", "yes", flag, "0"),
                of("primary_server_detect_interval", "1.5", day, "0"),
                of("max_detect_fail_count", "101", "is not a whole number in 0..100", "3"),
                of("prefer_primary_server", "打开", flag, "0"),
                of("remove_last_registration", "x", flag, "1"),
                of("nat_keepalive_interval", "9", "is not a whole number in 10..60", "15"),
                of("nat_keepalive_interval", "61", "is not a whole number in 10..60", "15"),
                of("random_sip_port", "-1", flag, "1"),
                of("min_random_sip_port", "0", own, "50000"),
                of(
                        "max_random_sip_port",
                        "49999",
                        "is not a whole number in 50000..65535",
                        "60000"),
                of("local_sip_port", "70000", port, "5060"),
                of("rport", "on", flag, "1"),
                of("ob_proxy_in_dialog", "on", flag, "0"),
                of("only_requests_from_server", "on", flag, "0"),
                of("initial_auth", "on", flag, "0"),
                of("subscribe_register", "on", flag, "0"),
                of("subscribe_time", "x", day, "0"),
                of("session_refresh_time", "x", day, "0"),
                of("min_session_timer", "x", day, "90"),
                of("refresher", "both", "is not UAC or UAS", "UAC"),
                of("DBID_SIP_REGISTER_TIMEOUT_TIMER", "600001", millis, "0"),
                of("DBID_SIP_OPTIONS_TIMEOUT_TIMER", "2s", millis, "0"),
                of(
                        "DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME",
                        "2147483648",
                        "is not a whole number in 0..2147483647",
                        "43200"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void anotherValueIsWarnedOfWithItsLineAndWhatIsUsed(
            String key, String value, String message, String used) {
        Reading reading = Cfg.read(Cfg.ACCOUNT + "\n" + key + "=" + value);
        assertThat(reading.warnings())
                .containsExactly(new Finding(Cfg.FILE, 7, key, value, message, used));
        String instead = used.isEmpty() ? "" : key + " = " + used;
        if (!used.isEmpty()) {
            assertThat(reading.lines()).containsExactly(Cfg.line(instead));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Phone Number, phone_number",
        "Display Name, display_name",
        "Proxy Server, proxy_server",
        "Proxy Port, proxy_port",
        "Outbound Server, outbound_server",
        "OutboundPort, outbound_port",
        "Backup Outbound Server, backup_outbound_server",
        "Backup Outbound Port, backup_outbound_port",
        "Allow DHCP Option 120 to Override SIP Server, dhcp_option_120",
        "Proxy DNS 类型, dns_type",
        "Proxy DNS Type, dns_type",
        "注册刷新时间(秒), register_refresh_interval",
        "注册有效期, register_refresh_interval",
        "Register Refresh Interval (sec), register_refresh_interval",
        "SIP OPTIONS使能, sip_options_enable",
        "Enable SIP OPTIONS, sip_options_enable",
        "主备服务器心跳周期, primary_server_detect_interval",
        "Primary Server Detect Interval, primary_server_detect_interval",
        "Max Detect Fail Count, max_detect_fail_count",
        "优选主服务器, prefer_primary_server",
        "Prefer Primary SIP Server, prefer_primary_server",
        "移除上次注册消息使能, remove_last_registration",
        "NAT保活间隔(10-60秒), nat_keepalive_interval",
        "NAT 保活间隔（秒）, nat_keepalive_interval",
        "使用随机SIP端口, random_sip_port",
        "最小随机SIP端口, min_random_sip_port",
        "最大随机SIP端口, max_random_sip_port",
        "本地SIP端口, local_sip_port",
        "在会话中使用OB代理, ob_proxy_in_dialog",
        "仅接受来自服务器的请求, only_requests_from_server",
        "初始注册携带认证信息, initial_auth",
        "注册订阅使能, subscribe_register",
        "注册订阅时间(秒), subscribe_time",
        "会话刷新时间(秒), session_refresh_time",
        "Min Session Timer(sec), min_session_timer",
        "刷新, refresher",
        "rPort, rport",
        "OUTBOUND_SERVER, outbound_server",
        "dbid_sip_register_timeout_timer, DBID_SIP_REGISTER_TIMEOUT_TIMER"
    })
    void aLabelOfThePageIsItsKey(String label, String key) {
        assertThat(Key.named(label)).isPresent().isEqualTo(Key.named(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outbound server 2",
                "sec",
                "(sec)",
                "",
                "注册",
                "outbound-server",
                "DTMF模式设置"
            })
    void anythingElseIsNoKey(String name) {
        assertThat(Key.named(name)).isEmpty();
    }

    private static String beat(int interval, int failures) {
        return "Optional[Heartbeat[intervalSeconds=%d, maxFailures=%d]]"
                .formatted(interval, failures);
    }

    private static String millis(int ms) {
        return "OptionalLong[" + ms + "]";
    }
}
