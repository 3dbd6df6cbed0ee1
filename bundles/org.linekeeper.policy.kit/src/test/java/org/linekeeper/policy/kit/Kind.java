// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Steadiness;

/** Kinds of redundancy that a random history is lived with, over any number of places. */
enum Kind {
    /** One server after the other, each asked to register first, found back by probes. */
    SUCCESSIVE,
    /** All servers registered with at the same time. */
    CONCURRENT,
    /** One name with many targets, one kind for each failback mode. */
    NEW_REQUESTS,
    DNS_TTL,
    REGISTRATION,
    DURATION,
    /** The same, but each target wants a registration of its own. */
    REGISTERS_FIRST,
    /** One server behind many proxies. */
    PROXIES,
    /** Servers one after the other, with all that keeps a line steady. */
    GENERIC,
    /** The same with proxies, and a probe that registers. */
    GENERIC_PROXIES,
    /** The same inside one server. */
    GENERIC_INSIDE;

    private static final int DURATION_SECONDS = 600;

    LineConfig config(int places) {
        LineConfig many = TwoServers.config(places);
        return switch (this) {
            case SUCCESSIVE -> many;
            case CONCURRENT ->
                    many.with(
                            d ->
                                    d.servers(shared(many.servers()))
                                            .redundancy(redundancy(Redundancy.Scheme.CONCURRENT))
                                            .profile(Profile.STANDARD));
            case PROXIES ->
                    many.with(
                            d ->
                                    d.servers(many.servers().subList(0, 1))
                                            .outboundProxies(shared(many.servers()))
                                            .profile(Profile.STANDARD));
            case GENERIC -> Generic.whole(many);
            case GENERIC_PROXIES ->
                    Generic.whole(PROXIES.config(places))
                            .with(
                                    d ->
                                            d.heartbeat(Optional.empty())
                                                    .redundancy(
                                                            Generic.redundancy(
                                                                    Redundancy.Probe.REGISTER, 0))
                                                    .steadiness(steady(300, 600, 3)));
            case GENERIC_INSIDE ->
                    Generic.whole(DURATION.config(places))
                            .with(d -> d.steadiness(steady(900, 900, 0)));
            default -> inside();
        };
    }

    private static Steadiness steady(int holdDown, int mostHoldDown, int confirm) {
        return new Steadiness(true, Generic.SUCCESSES, holdDown, mostHoldDown, confirm);
    }

    private static List<Server> shared(List<Server> servers) {
        return servers.stream()
                .map(server -> server.with(s -> s.registerBeforeRequest(false)))
                .toList();
    }

    private static Redundancy redundancy(Redundancy.Scheme scheme) {
        return new Redundancy(
                scheme, Redundancy.Probe.REGISTER, TwoServers.PROBE_SECONDS, 0, false, true);
    }

    private LineConfig inside() {
        boolean first = this == REGISTERS_FIRST;
        Failback.Mode mode = first ? Failback.Mode.NEW_REQUESTS : Failback.Mode.valueOf(name());
        OptionalLong after =
                this == DURATION ? OptionalLong.of(DURATION_SECONDS) : OptionalLong.empty();
        return TwoServers.config(1)
                .with(
                        d ->
                                d.profile(Profile.STANDARD)
                                        .servers(
                                                List.of(
                                                        TwoServers.config(1)
                                                                .servers()
                                                                .get(0)
                                                                .with(
                                                                        s ->
                                                                                s.failback(
                                                                                                new Failback(
                                                                                                        mode,
                                                                                                        after))
                                                                                        .resubscribe(
                                                                                                true)
                                                                                        .registerBeforeRequest(
                                                                                                first)))));
    }

    /** The addresses that each server or proxy has. */
    Map<ServerRef, List<String>> addresses(int places) {
        List<String> all = IntStream.range(0, places).mapToObj(TwoServers::address).toList();
        Map<ServerRef, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < places; i++) {
            switch (this) {
                case SUCCESSIVE, CONCURRENT, GENERIC ->
                        map.put(ServerRef.server(i), List.of(all.get(i)));
                case PROXIES, GENERIC_PROXIES -> map.put(ServerRef.proxy(i), List.of(all.get(i)));
                default -> map.put(ServerRef.server(0), all);
            }
        }
        return map;
    }

    /** Where requests may go, in order. */
    List<Hop> hops(int places) {
        List<Hop> hops = new ArrayList<>();
        addresses(places)
                .forEach(
                        (ref, addresses) ->
                                addresses.forEach(
                                        a -> hops.add(Hop.to(ref, TwoServers.target(a)))));
        return hops;
    }
}
