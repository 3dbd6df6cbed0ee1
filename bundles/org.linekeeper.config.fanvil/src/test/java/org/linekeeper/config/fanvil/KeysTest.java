// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** Each key, in each form: what a value makes of the line, and what is wrong with another. */
class KeysTest {
    private static final Show PRIMARY = line -> line.servers().get(0);
    private static final Show PORT = line -> line.servers().get(0).port();
    private static final Show TTL = line -> line.servers().get(0).expiresSeconds();
    private static final Show TRANSPORT = line -> line.servers().get(0).transport();
    private static final Show BACKUP_PORT = line -> line.servers().get(1).port();
    private static final Show BACKUP_TTL = line -> line.servers().get(1).expiresSeconds();
    private static final Show BACKUP_TRANSPORT = line -> line.servers().get(1).transport();
    private static final Show SENDS = line -> line.servers().get(1).transmissions();
    private static final Show PROBE = line -> line.redundancy().probe();
    private static final Show INTERVAL = line -> line.redundancy().probeIntervalSeconds();
    private static final Show TIMERS = LineConfig::timers;
    private static final Show LOCAL_PORT = line -> line.localPort().min();
    private static final Show RETRY = LineConfig::retrySeconds;
    private static final Show PROXIES = line -> line.outboundProxies();
    private static final Show NEED_REG_ON =
            line -> line.servers().stream().map(server -> server.onlyRegistered()).toList();
    private static final Show ENABLED = LineConfig::enabled;

    private interface Show extends Function<LineConfig, Object> {}

    static Stream<Arguments> values() {
        return inEachForm(
                List.of(
                        of("Phone Number", "+49 30 1234", LineConfig::user, "+49 30 1234"),
                        of("Display Name", "Empfang: 显示", LineConfig::displayName, "Empfang: 显示"),
                        of("Sip Name", "Office", LineConfig::label, "Office"),
                        of("Register User", "u100", LineConfig::authUser, "u100"),
                        of("Register Pswd", "a:b", line -> line.password().reveal(), "a:b"),
                        of("Register Pwd", "a:b", line -> line.password().reveal(), "a:b"),
                        of("Local Domain", "sip.example", LineConfig::domain, "sip.example"),
                        of("Enable Reg", "0", ENABLED, "false"),
                        of("Register Addr", "192.0.2.1", PRIMARY, "192.0.2.1:5060/udp"),
                        of("Register Addr", "2001:db8::1", PRIMARY, "2001:db8::1:5060/udp"),
                        of("Register Port", "5062", PORT, "5062"),
                        of("Register Port", "0", PORT, "5060"),
                        of("Register TTL", "30", TTL, "30"),
                        of("Register TTL", "2147483647", TTL, "2147483647"),
                        of("Transport", "0", TRANSPORT, "UDP"),
                        of("Transport", "1", TRANSPORT, "TCP"),
                        of("Transport", "3", TRANSPORT, "TLS"),
                        of("Backup Port", "65535", BACKUP_PORT, "65535"),
                        of("Backup TTL", "60", BACKUP_TTL, "60"),
                        of("Backup Transport", "1", BACKUP_TRANSPORT, "TCP"),
                        of("Backup Transport", "3", BACKUP_TRANSPORT, "TLS"),
                        of("Enable Failback", "1", PROBE, "REGISTER"),
                        of("Enable Failback", "0", PROBE, "NONE"),
                        of("Failback Interval", "10", INTERVAL, "10"),
                        of("Signal Retry Counts", "0", SENDS, "OptionalInt[1]"),
                        of("Signal Retry Counts", "20", SENDS, "OptionalInt[21]"),
                        of(
                                "Session Timer T1",
                                "100",
                                TIMERS,
                                "Timers[t1Ms=100, t2Ms=4000, t4Ms=5000]"),
                        of(
                                "Session Timer T2",
                                "60000",
                                TIMERS,
                                "Timers[t1Ms=500, t2Ms=60000, t4Ms=5000]"),
                        of(
                                "Session Timer T4",
                                "500",
                                TIMERS,
                                "Timers[t1Ms=500, t2Ms=4000, t4Ms=500]"),
                        of("NAT UDPUpdate", "1", line -> line.keepalive().kind(), "CRLF"),
                        of("UDPUpdate TTL", "10", line -> line.keepalive().intervalSeconds(), "10"),
                        of("UDPUpdate Try Times", "5", line -> line.keepalive().kind(), "NONE"),
                        of("Signal Port", "5080", LOCAL_PORT, "5080"),
                        of("Signal Port", "0", LOCAL_PORT, "5060"),
                        of("Reg Fail Interval", "1", RETRY, "1"),
                        of("Reg Retry Time", "86400", RETRY, "86400"),
                        of("Proxy Addr", "", ENABLED, "true"),
                        of(
                                "Need Reg On",
                                "0",
                                line -> line.servers().get(0).onlyRegistered(),
                                "false"),
                        of("Need Reg On", "1", NEED_REG_ON, "[true, false]"),
                        of("Backup Need Reg On", "1", NEED_REG_ON, "[false, true]"),
                        of("Proxy Need Reg On", "1", NEED_REG_ON, "[false, false]"),
                        of("Proxy Addr", "edge.example", PROXIES, "[edge.example:5060/udp]"),
                        of("BakProxy Addr", "edge.example", PROXIES, "[edge.example:5060/udp]"),
                        of("Proxy Port", "5070", PROXIES, "[]"),
                        of("Proxy Pswd", "p", line -> line.password().reveal(), "p"),
                        of("DNS SRV", "0", PORT, "5060"),
                        of("DNS SRV", "1", PRIMARY, "pbx.example:0/udp"),
                        of("DNS Mode", "1", PRIMARY, "pbx.example:0/udp"),
                        of("DNS Mode", "2", PRIMARY, "pbx.example:0/naptr"),
                        of("DNS Mode", "2", line -> line.servers().get(0).fallbackPort(), "5060"),
                        of("Backup Mode", "0", ENABLED, "true"),
                        of("Some New Key", "whatever", ENABLED, "true"),
                        of("Session Timer", "1", line -> line.session().expiresSeconds(), "0")));
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("values")
    void aValueTakesEffectWithoutAWarning(
            Layout form, String key, String value, Show show, String shown) {
        Reading reading = Layout.read(form.writeWith(key, value));
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(show.apply(reading.lines().get(0))).hasToString(shown);
    }

    static Stream<Arguments> wrongValues() {
        String port = "is not a whole number in 0..65535";
        String flag = "is not a whole number in 0..1";
        String ttl = "is not a whole number in 30..2147483647";
        String transport = "is not 0 (UDP), 1 (TCP) or 3 (TLS)";
        String unknown = "has no published meaning but with 0";
        return inEachForm(
                List.of(
                        of("Register Port", "65536", PORT, "5060", port, "5060"),
                        of("Register Port", "sip", PORT, "5060", port, "5060"),
                        of("Register TTL", "29", TTL, "3600", ttl, "3600"),
                        of("Register TTL", "2147483648", TTL, "3600", ttl, "3600"),
                        of("Transport", "7", TRANSPORT, "UDP", transport, "0"),
                        of("Transport", "TLS", TRANSPORT, "UDP", transport, "0"),
                        of("Transport", "4294967296", TRANSPORT, "UDP", transport, "0"),
                        of(
                                "Transport",
                                "2",
                                TRANSPORT,
                                "TLS",
                                "is what older phones write for TLS",
                                "3"),
                        of("Backup Port", "-1", BACKUP_PORT, "5060", port, "5060"),
                        of("Backup TTL", "0", BACKUP_TTL, "3600", ttl, "3600"),
                        of(
                                "Backup Transport",
                                "2",
                                BACKUP_TRANSPORT,
                                "TLS",
                                "is what older phones write for TLS",
                                "3"),
                        of("Backup Transport", "9", BACKUP_TRANSPORT, "UDP", transport, "0"),
                        of("Enable Reg", "2", ENABLED, "true", flag, "1"),
                        of("Enable Failback", "on", PROBE, "REGISTER", flag, "1"),
                        of(
                                "Failback Interval",
                                "9",
                                INTERVAL,
                                "1800",
                                "is not a whole number in 10..2147483647",
                                "1800"),
                        of(
                                "Signal Retry Counts",
                                "21",
                                SENDS,
                                "OptionalInt[4]",
                                "is not a whole number in 0..20",
                                "3"),
                        of(
                                "Session Timer T1",
                                "9",
                                TIMERS,
                                "Timers[t1Ms=500, t2Ms=4000, t4Ms=5000]",
                                "is not a whole number in 10..10000",
                                "500"),
                        of(
                                "Session Timer T2",
                                "499",
                                TIMERS,
                                "Timers[t1Ms=500, t2Ms=4000, t4Ms=5000]",
                                "is not a whole number in 500..60000",
                                "4000"),
                        of(
                                "Session Timer T4",
                                "60001",
                                TIMERS,
                                "Timers[t1Ms=500, t2Ms=4000, t4Ms=5000]",
                                "is not a whole number in 500..60000",
                                "5000"),
                        of(
                                "NAT UDPUpdate",
                                "3",
                                line -> line.keepalive().kind(),
                                "NONE",
                                "is not a whole number in 0..2",
                                "0"),
                        of(
                                "UDPUpdate TTL",
                                "9",
                                line -> line.keepalive().intervalSeconds(),
                                "30",
                                "is not a whole number in 10..3600",
                                "30"),
                        of(
                                "UDPUpdate Try Times",
                                "0",
                                line -> line.keepalive().kind(),
                                "NONE",
                                "is not a whole number in 1..20",
                                "3"),
                        of("Signal Port", "65536", LOCAL_PORT, "5060", port, "5060"),
                        of(
                                "Reg Fail Interval",
                                "0",
                                RETRY,
                                "32",
                                "is not a whole number in 1..86400",
                                "32"),
                        of(
                                "Local Domain",
                                "a b",
                                LineConfig::domain,
                                "",
                                "is not a host name or an IP address",
                                ""),
                        of(
                                "Local Domain",
                                "a.example:5060",
                                LineConfig::domain,
                                "a.example",
                                "has a port behind the host, which is not read here",
                                "a.example"),
                        of("Proxy Port", "70000", ENABLED, "true", port, "5060"),
                        of("BakProxy Port", "70000", ENABLED, "true", port, "5060"),
                        of("Need Reg On", "2", ENABLED, "true", flag, "0"),
                        of("Backup Need Reg On", "2", ENABLED, "true", flag, "0"),
                        of("Proxy Need Reg On", "2", ENABLED, "true", flag, "0"),
                        of("BakProxy Need Reg On", "2", ENABLED, "true", flag, "0"),
                        of("DNS SRV", "2", ENABLED, "true", flag, "0"),
                        of("DNS Mode", "3", ENABLED, "true", "is not a whole number in 0..2", "0"),
                        of("Backup Mode", "1", ENABLED, "true", unknown, "0"),
                        of("Signal Failback", "1", ENABLED, "true", unknown, "0"),
                        of("Unavailable Mode", "1", ENABLED, "true", unknown, "0"),
                        of("TCP Use Retry Timer", "1", ENABLED, "true", unknown, "0")));
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("wrongValues")
    void anotherValueIsWarnedOfWithItsLineAndTheDefault(
            Layout form,
            String key,
            String value,
            Show show,
            String shown,
            String message,
            String used) {
        String text = form.writeWith(key, value);
        Reading reading = Layout.read(text);
        assertThat(reading.errors()).isEmpty();
        String written = form.key(key, true);
        assertThat(reading.warnings())
                .containsExactly(
                        new Finding(
                                Layout.FILE,
                                lineOf(text, written, value),
                                written,
                                value,
                                message,
                                used));
        assertThat(show.apply(reading.lines().get(0))).hasToString(shown);
    }

    private static List<Object> of(
            String key, String value, Show show, String shown, String... warning) {
        List<Object> row = new ArrayList<>(List.of(key, value, show, shown));
        row.addAll(List.of(warning));
        return row;
    }

    private static Stream<Arguments> inEachForm(List<List<Object>> rows) {
        return Stream.of(Layout.values())
                .flatMap(
                        form ->
                                rows.stream()
                                        .map(
                                                row -> {
                                                    List<Object> all = new ArrayList<>(row);
                                                    all.add(0, form);
                                                    return Arguments.of(all.toArray());
                                                }));
    }

    /** Of several with one cut name the one with the value. */
    private static int lineOf(String text, String key, String value) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean named =
                    line.startsWith(key + " ")
                            || line.startsWith(key + ":")
                            || line.startsWith("<" + key + ">");
            if (named && line.contains(value)) {
                return i + 1;
            }
        }
        throw new AssertionError(key + " is not in " + text);
    }
}
