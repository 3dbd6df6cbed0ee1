// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;

/** Each key: what a value makes of the line, and what is wrong with another. */
class KeysTest {
    private static final Show ONE = line -> line.servers().get(0);
    private static final Show PORT = line -> line.servers().get(0).port();
    private static final Show TRANSPORT = line -> line.servers().get(0).transport();
    private static final Show EXPIRES = line -> line.servers().get(0).expiresSeconds();
    private static final Show SENDS = line -> count(line.servers().get(0));
    private static final Show INVITES =
            line -> line.servers().get(0).inviteTransmissions().getAsInt();
    private static final Show REGISTER = line -> line.servers().get(0).registerBeforeRequest();
    private static final Show ONLY = line -> line.servers().get(0).onlyRegistered();
    private static final Show MODE = line -> line.servers().get(0).failback().mode();
    private static final Show TWO_PORT = line -> line.servers().get(1).port();
    private static final Show TWO_EXPIRES = line -> line.servers().get(1).expiresSeconds();
    private static final Show SCHEME = line -> line.redundancy().registration();
    private static final Show INTERVAL = line -> line.redundancy().probeIntervalSeconds();
    private static final Show KIND = line -> line.keepalive().kind();
    private static final Show EVERY = line -> line.keepalive().intervalSeconds();
    private static final Show RETRY = LineConfig::retrySeconds;
    private static final Show SURGE = LineConfig::surgeSpreadSeconds;
    private static final Show CACHE = line -> line.dns().cache();
    private static final Show SESSION = line -> line.session().expiresSeconds();
    private static final Show T1 = line -> line.timers().t1Ms();
    private static final Show PROXIES = line -> line.outboundProxies();
    private static final Show ENABLED = LineConfig::enabled;

    private interface Show extends Function<LineConfig, Object> {}

    static Stream<Arguments> values() {
        return Stream.of(
                of("account.1.enable", "0", ENABLED, "false"),
                of("account.1.label", "Office", (Show) LineConfig::label, "Office"),
                of("account.1.display_name", "前台", (Show) LineConfig::displayName, "前台"),
                of("account.1.auth_name", "u100", (Show) LineConfig::authUser, "u100"),
                of("account.1.user_name", "200", (Show) LineConfig::user, "200"),
                of("account.1.password", "a#b=c", (Show) l -> l.password().reveal(), "a#b=c"),
                of("account.1.sip_server.1.address", "192.0.2.1", ONE, "192.0.2.1:5060/udp"),
                of("account.1.sip_server.1.port", "0", PORT, "0"),
                of("account.1.sip_server.1.port", "65535", PORT, "65535"),
                of("account.1.sip_server.2.port", "5070", TWO_PORT, "5070"),
                of("account.1.sip_server.1.transport_type", "0", TRANSPORT, "UDP"),
                of("account.1.sip_server.1.transport_type", "1", TRANSPORT, "TCP"),
                of("account.1.sip_server.1.transport_type", "2", TRANSPORT, "TLS"),
                of("account.1.sip_server.1.transport_type", "3", TRANSPORT, "NAPTR"),
                of("account.1.sip_server.1.expires", "30", EXPIRES, "30"),
                of("account.1.sip_server.1.expires", "2147483647", EXPIRES, "2147483647"),
                of("account.1.sip_server.2.expires", "90", TWO_EXPIRES, "90"),
                of("account.1.sip_server.1.retry_counts", "0", SENDS, "1"),
                of("account.1.sip_server.1.retry_counts", "1", SENDS, "1"),
                of("account.1.sip_server.1.retry_counts", "20", SENDS, "20"),
                of("account.1.sip_server.1.register_on_enable", "1", REGISTER, "true"),
                of("account.1.sip_server.1.only_signal_with_registered", "1", ONLY, "true"),
                of("account.1.sip_server.1.invite_retry_counts", "10", INVITES, "10"),
                of("account.1.sip_server.1.failback_mode", "0", MODE, "NEW_REQUESTS"),
                of("account.1.sip_server.1.failback_mode", "1", MODE, "DNS_TTL"),
                of("account.1.sip_server.1.failback_mode", "2", MODE, "REGISTRATION"),
                of("account.1.sip_server.1.failback_mode", "3", MODE, "DURATION"),
                of("account.1.sip_server.1.failback_timeout", "0", MODE, "NEW_REQUESTS"),
                of("account.1.fallback.redundancy_type", "0", SCHEME, "CONCURRENT"),
                of("account.1.fallback.redundancy_type", "1", SCHEME, "SUCCESSIVE"),
                of("account.1.fallback.timeout", "10", INTERVAL, "10"),
                of("account.1.outbound_proxy_fallback_interval", "10", INTERVAL, "120"),
                of("account.1.outbound_proxy_enable", "1", PROXIES, "[]"),
                of("account.1.outbound_proxy.1.address", "edge.example", PROXIES, "[]"),
                of("account.1.nat.udp_update_enable", "0", KIND, "NONE"),
                of("account.1.nat.udp_update_enable", "1", KIND, "CRLF"),
                of("account.1.nat.udp_update_enable", "2", KIND, "OPTIONS"),
                of("account.1.nat.udp_update_enable", "3", KIND, "CRLF"),
                of("account.1.nat.udp_update_time", "15", EVERY, "15"),
                of("account.1.reg_fail_retry_interval", "1800", RETRY, "1800"),
                of("account.1.reg_fail_retry_interval", "0", RETRY, "1"),
                of("account.1.reregister_enable", "1", ENABLED, "true"),
                of(
                        "account.1.unregister_on_reboot",
                        "1",
                        (Show) LineConfig::unregisterOnExit,
                        "true"),
                of("account.1.advanced.timer_t1", "0.1", T1, "100"),
                of("account.1.advanced.timer_t2", "60", (Show) l -> l.timers().t2Ms(), "60000"),
                of("account.1.advanced.timer_t4", "2.5", (Show) l -> l.timers().t4Ms(), "2500"),
                of("account.1.dns_cache_type", "0", CACHE, "OFF"),
                of("account.1.dns_cache_type", "1", CACHE, "ON"),
                of("account.1.dns_cache_type", "2", CACHE, "ADDITIONAL"),
                of("account.1.static_cache_pri", "1", (Show) l -> l.dns().staticFirst(), "true"),
                of("account.1.naptr_build", "1", (Show) l -> l.dns().naptrBuild(), "ALL"),
                of("account.1.session_timer.enable", "1", SESSION, "1800"),
                of("account.1.session_timer.expires", "600", SESSION, "0"),
                of("account.1.session_timer.refresher", "1", (Show) l -> refresher(l), "UAS"),
                of("sip.reg_surge_prevention", "60", SURGE, "60"),
                // Of nobody.
                of("account..x", "1", ENABLED, "true"),
                of("account.1.sip_server.3.port", "99999", ENABLED, "true"),
                of("account.1.sip_server.port", "99999", PORT, "5060"),
                of("account.17.enable", "1", ENABLED, "true"),
                of("account.0.enable", "1", ENABLED, "true"),
                of("account.X.colour", "1", ENABLED, "true"),
                of("dns_cache_a.13.ttl", "1", ENABLED, "true"),
                of("voice.side_tone", "-3", ENABLED, "true"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("values")
    void aValueTakesEffectWithoutAWarning(String key, String value, Show show, String shown) {
        assertThat(show.apply(Cfg.line(key + " = " + value))).hasToString(shown);
    }

    static Stream<Arguments> wrongValues() {
        String flag = "is not a whole number in 0..1";
        String port = "is not a whole number in 0..65535";
        String seconds = "is not a whole number in 10..2147483647";
        return Stream.of(
                of("account.1.enable", "yes", ENABLED, "false", flag, "0"),
                of("account.1.sip_server.1.port", "65536", PORT, "5060", port, "5060"),
                of("account.1.sip_server.2.port", "sip", TWO_PORT, "5060", port, "5060"),
                of(
                        "account.1.sip_server.1.transport_type",
                        "4",
                        TRANSPORT,
                        "UDP",
                        "is not a whole number in 0..3",
                        "0"),
                of(
                        "account.1.sip_server.1.expires",
                        "29",
                        EXPIRES,
                        "3600",
                        "is not a whole number in 30..2147483647",
                        "3600"),
                of(
                        "account.1.sip_server.1.retry_counts",
                        "21",
                        SENDS,
                        "3",
                        "is not a whole number in 0..20",
                        "3"),
                of(
                        "account.1.sip_server.1.invite_retry_counts",
                        "0",
                        INVITES,
                        "3",
                        "is not a whole number in 1..10",
                        "3"),
                of(
                        "account.1.sip_server.1.failback_mode",
                        "4",
                        MODE,
                        "NEW_REQUESTS",
                        "is not a whole number in 0..3",
                        "0"),
                of(
                        "account.1.sip_server.1.failback_timeout",
                        "65536",
                        MODE,
                        "NEW_REQUESTS",
                        port,
                        "3600"),
                of("account.1.sip_server.1.register_on_enable", "-1", REGISTER, "false", flag, "0"),
                of(
                        "account.1.sip_server.1.only_signal_with_registered",
                        "2",
                        ONLY,
                        "false",
                        flag,
                        "0"),
                of(
                        "account.1.sip_server.1.failback_subscribe.enable",
                        "x",
                        ONE,
                        "one.example:5060/udp",
                        flag,
                        "0"),
                of("account.1.fallback.redundancy_type", "2", SCHEME, "CONCURRENT", flag, "0"),
                of("account.1.fallback.timeout", "9", INTERVAL, "120", seconds, "120"),
                of(
                        "account.1.outbound_proxy_fallback_interval",
                        "9",
                        INTERVAL,
                        "120",
                        seconds,
                        "3600"),
                of("account.1.outbound_proxy_enable", "on", PROXIES, "[]", flag, "0"),
                of("account.1.outbound_proxy.1.port", "-1", PROXIES, "[]", port, "5060"),
                of(
                        "account.1.outbound_proxy.2.invite_retry_counts",
                        "0",
                        PROXIES,
                        "[]",
                        "is neither -1 nor a whole number in 1..10",
                        "-1"),
                of(
                        "account.1.nat.udp_update_enable",
                        "4",
                        KIND,
                        "CRLF",
                        "is not a whole number in 0..3",
                        "1"),
                of(
                        "account.1.nat.udp_update_time",
                        "0",
                        EVERY,
                        "30",
                        "is not a whole number in 1..2147483647",
                        "30"),
                of(
                        "account.1.reg_fail_retry_interval",
                        "-1",
                        RETRY,
                        "30",
                        "is not a whole number in 0..86400",
                        "30"),
                of("account.1.reregister_enable", "2", ENABLED, "true", flag, "0"),
                of("account.1.unregister_on_reboot", "2", ENABLED, "true", flag, "0"),
                of(
                        "account.1.advanced.timer_t1",
                        "0",
                        T1,
                        "500",
                        "is not a number of seconds in 0.01..10",
                        "0.5"),
                of(
                        "account.1.advanced.timer_t2",
                        "0.4",
                        T1,
                        "500",
                        "is not a number of seconds in 0.5..60",
                        "4"),
                of(
                        "account.1.dns_cache_type",
                        "3",
                        CACHE,
                        "ON",
                        "is not a whole number in 0..2",
                        "1"),
                of("account.1.static_cache_pri", "2", ENABLED, "true", flag, "0"),
                of("account.1.naptr_build", "2", ENABLED, "true", flag, "0"),
                of(
                        "account.1.session_timer.expires",
                        "29",
                        SESSION,
                        "0",
                        "is not a whole number in 30..7200",
                        "1800"),
                of(
                        "sip.reg_surge_prevention",
                        "3601",
                        SURGE,
                        "0",
                        "is not a whole number in 0..3600",
                        "0"),
                of(
                        "account.1.sip_server.1.address",
                        "a b",
                        ONE,
                        "two.example:5060/udp",
                        "is not a host name or an IP address",
                        ""),
                of(
                        "account.1.sip_server.template",
                        "x",
                        ENABLED,
                        "true",
                        "is not a whole number in 0..100",
                        "0"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void anotherValueIsWarnedOfWithItsLineAndWhatIsUsed(
            String key, String value, Show show, String shown, String message, String used) {
        Reading reading = Cfg.read(Cfg.ACCOUNT + "\n" + key + "=" + value);
        assertThat(reading.warnings())
                .containsExactly(new Finding(Cfg.FILE, 8, key, value, message, used));
        assertThat(show.apply(reading.lines().get(0))).hasToString(shown);
    }

    private static int count(Server server) {
        return server.transmissions().getAsInt();
    }

    private static Object refresher(LineConfig line) {
        return line.session().refresher();
    }
}
