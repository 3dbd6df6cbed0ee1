// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.line.Transport;

/** Any line there can be; for the tests of other modules too. */
public final class LineConfigs {
    private static final int MAX = Integer.MAX_VALUE;

    private LineConfigs() {}

    public static Arbitrary<LineConfig> any() {
        return Arbitraries.integers()
                .between(1, 1000)
                .map(LineConfig::line)
                .flatMap(LineConfigs::named)
                .flatMap(LineConfigs::withServers)
                .flatMap(LineConfigs::withTimes)
                .flatMap(LineConfigs::withRules)
                .flatMap(LineConfigs::withRequests);
    }

    private static Arbitrary<LineConfig> named(LineConfig line) {
        return Combinators.combine(flag(), text(), text(), text(), text(), text(), host(true))
                .as(
                        (enabled, label, display, user, auth, password, domain) ->
                                line.with(
                                        draft ->
                                                draft.enabled(enabled)
                                                        .label(label)
                                                        .displayName(display)
                                                        .user(user)
                                                        .authUser(auth)
                                                        .password(Secret.of(password))
                                                        .domain(domain)));
    }

    private static Arbitrary<LineConfig> withServers(LineConfig line) {
        Arbitrary<PortRange> ports =
                Combinators.combine(number(0, 60000), number(0, 5535))
                        .as((min, span) -> new PortRange(min, min + span));
        return Combinators.combine(
                        server().list().ofMaxSize(3), server().list().ofMaxSize(2), ports)
                .as(
                        (servers, proxies, range) ->
                                line.with(
                                        draft ->
                                                draft.servers(servers)
                                                        .outboundProxies(proxies)
                                                        .localPort(range)));
    }

    private static Arbitrary<LineConfig> withTimes(LineConfig line) {
        Arbitrary<Redundancy> redundancy =
                Combinators.combine(
                                Arbitraries.of(Redundancy.Scheme.class),
                                Arbitraries.of(Redundancy.Probe.class),
                                number(1, MAX),
                                number(0, MAX),
                                flag(),
                                flag())
                        .as(Redundancy::new);
        Arbitrary<Optional<Heartbeat>> heartbeat =
                Combinators.combine(number(1, MAX), number(0, 1000)).as(Heartbeat::new).optional();
        Arbitrary<Keepalive> keepalive =
                Combinators.combine(
                                Arbitraries.of(Keepalive.Kind.class), number(1, MAX), count(100))
                        .as(Keepalive::new);
        Arbitrary<Timers> timers =
                Combinators.combine(number(1, 60000), number(0, 500000), number(0, 500000))
                        .as((t1, t2, t4) -> new Timers(t1, t1 + t2, t1 + t4));
        Arbitrary<RefreshWindow> refresh =
                Combinators.combine(number(1, 50), number(0, 49))
                        .as((from, span) -> new RefreshWindow(from, from + span));
        return Combinators.combine(
                        redundancy,
                        heartbeat,
                        keepalive,
                        timers,
                        refresh,
                        number(1, MAX),
                        number(0, MAX))
                .as(
                        (red, beat, keep, sip, window, retry, surge) ->
                                line.with(
                                        draft ->
                                                draft.redundancy(red)
                                                        .heartbeat(beat)
                                                        .keepalive(keep)
                                                        .timers(sip)
                                                        .refresh(window)
                                                        .retrySeconds(retry)
                                                        .surgeSpreadSeconds(surge)));
    }

    private static Arbitrary<LineConfig> withRules(LineConfig line) {
        Arbitrary<DnsRules> dns =
                Combinators.combine(
                                Arbitraries.of(DnsRules.Cache.class),
                                flag(),
                                Arbitraries.of(DnsRules.NaptrBuild.class),
                                Arbitraries.of(DnsRules.SrvOrder.class),
                                staticRecord().list().ofMaxSize(StaticRecords.MAX_RECORDS))
                        .as(DnsRules::new);
        Arbitrary<SessionTimer> session =
                Combinators.combine(
                                number(0, MAX),
                                number(90, MAX),
                                Arbitraries.of(SessionTimer.Refresher.class))
                        .as(SessionTimer::new);
        Arbitrary<Profile> profile =
                Combinators.combine(flag(), flag(), flag(), number(1, 1000), flag(), flag())
                        .as(Profile::new);
        return Combinators.combine(
                        number(300, 699).set().ofMaxSize(5), dns, session, flag(), profile)
                .as(
                        (codes, rules, timer, unregister, habits) ->
                                line.with(
                                        draft ->
                                                draft.unavailableCodes(codes)
                                                        .dns(rules)
                                                        .session(timer)
                                                        .unregisterOnExit(unregister)
                                                        .profile(habits)));
    }

    private static Arbitrary<LineConfig> withRequests(LineConfig line) {
        var steadiness =
                Combinators.combine(
                                flag(), number(1, 99), number(0, 999), number(0, 999), number(0, 9))
                        .as(
                                (all, n, least, more, s) ->
                                        new Steadiness(all, n, least, least + more, s));
        var numbers = Arbitraries.of("112", "911", "*99#", "+49112").set().ofMaxSize(3);
        return Combinators.combine(
                        flag(), flag(), flag(), flag(), number(0, MAX), steadiness, numbers)
                .as(
                        (byDhcp, rport, proxied, auth, seconds, steady, emergency) ->
                                line.with(
                                        draft ->
                                                draft.dhcpOption120(byDhcp)
                                                        .rport(rport)
                                                        .proxyInDialog(proxied)
                                                        .initialAuth(auth)
                                                        .subscribeRegistrationSeconds(seconds)
                                                        .steadiness(steady)
                                                        .emergencyNumbers(emergency)));
    }

    private static Arbitrary<StaticRecord> staticRecord() {
        Arbitrary<Long> ttl = number(0, MAX).map(Long::valueOf);
        Arbitrary<String> name =
                Arbitraries.oneOf(host(false), Arbitraries.just("_sip._udp.pbx.example"));
        Arbitrary<Integer> word = number(0, 65535);
        return Arbitraries.oneOf(
                Combinators.combine(name, ttl, host(false)).as(StaticRecord.Address::new),
                Combinators.combine(name, ttl, word, word, word, name).as(StaticRecord.Srv::new),
                Combinators.combine(name, ttl, word, word, text(), text(), name)
                        .as(StaticRecord.Naptr::new));
    }

    private static Arbitrary<Server> server() {
        Arbitrary<Server> address =
                Combinators.combine(
                                host(false),
                                number(0, 65535),
                                number(0, 65535),
                                Arbitraries.of(Transport.class),
                                number(1, MAX))
                        .as(
                                (host, port, fallback, transport, expires) ->
                                        Server.at(host)
                                                .with(
                                                        draft ->
                                                                draft.port(port)
                                                                        .fallbackPort(fallback)
                                                                        .transport(transport)
                                                                        .expiresSeconds(expires)));
        Arbitrary<GiveUp> giveUp =
                Combinators.combine(millis(), millis(), millis()).as(GiveUp::new);
        return Combinators.combine(
                        address, count(100), count(100), giveUp, flag(), flag(), flag(), failback())
                .as(
                        (server, sends, invites, times, first, only, again, back) ->
                                server.with(
                                        draft ->
                                                draft.transmissions(sends)
                                                        .inviteTransmissions(invites)
                                                        .giveUp(times)
                                                        .registerBeforeRequest(first)
                                                        .onlyRegistered(only)
                                                        .resubscribe(again)
                                                        .failback(back)));
    }

    private static Arbitrary<Failback> failback() {
        return Combinators.combine(Arbitraries.of(Failback.Mode.class), number(0, MAX))
                .as(
                        (mode, after) ->
                                new Failback(
                                        mode,
                                        mode == Failback.Mode.DURATION
                                                ? OptionalLong.of(after)
                                                : OptionalLong.empty()));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .ofMaxLength(40)
                .excludeChars('\uFFFE', '\uFFFF')
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }

    private static Arbitrary<String> host(boolean maybeNone) {
        Arbitrary<String> names =
                Arbitraries.of("pbx.example", "192.0.2.1", "2001:db8::1", "[::1]", "电话.example");
        return maybeNone ? Arbitraries.oneOf(names, Arbitraries.just("")) : names;
    }

    private static Arbitrary<Integer> number(int min, int max) {
        return Arbitraries.integers().between(min, max);
    }

    private static Arbitrary<OptionalInt> count(int max) {
        return number(1, max).map(OptionalInt::of).injectNull(0.3).map(LineConfigs::orNone);
    }

    private static Arbitrary<OptionalLong> millis() {
        return Arbitraries.longs()
                .between(0, 3_600_000)
                .map(ms -> ms == 0 ? OptionalLong.empty() : OptionalLong.of(ms));
    }

    private static OptionalInt orNone(OptionalInt value) {
        return value == null ? OptionalInt.empty() : value;
    }

    private static Arbitrary<Boolean> flag() {
        return Arbitraries.of(true, false);
    }
}
