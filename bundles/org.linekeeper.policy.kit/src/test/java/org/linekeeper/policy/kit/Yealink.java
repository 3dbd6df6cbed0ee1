// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/**
 * Lines as Y7 to Y16 have them: server 1 is a name with two targets, A and B; server 2 is a name
 * with one, C.
 */
final class Yealink {
    static final Hop A = Hop.direct(0, target("192.0.2.11"));
    static final Hop B = Hop.direct(0, target("192.0.2.12"));
    static final Hop C = Hop.direct(1, target("192.0.2.21"));
    static final Hop PROXY_A = Hop.to(ServerRef.proxy(0), target("192.0.2.31"));
    static final Hop PROXY_B = Hop.to(ServerRef.proxy(1), target("192.0.2.32"));
    static final int RETRY_SECONDS = 30;
    static final int FALLBACK_SECONDS = 120;
    static final int PROXY_SECONDS = 3600;

    /** How long a name's records hold. */
    static final int TTL_SECONDS = 300;

    private Yealink() {}

    static Target target(String address) {
        return new Target(address, 5060, Transport.UDP, address);
    }

    private static Server server(String name, Consumer<Server.Draft> changes) {
        return Server.at(name)
                .with(
                        draft ->
                                draft.transmissions(OptionalInt.of(3))
                                        .inviteTransmissions(OptionalInt.of(3)))
                .with(changes);
    }

    /** A line with one server. */
    static LineConfig one(Consumer<Server.Draft> changes) {
        return config(Redundancy.Scheme.CONCURRENT, List.of(server("one.example", changes)));
    }

    /** A line with two servers. */
    static LineConfig two(Redundancy.Scheme scheme, Consumer<Server.Draft> changes) {
        return config(
                scheme, List.of(server("one.example", changes), server("two.example", changes)));
    }

    private static LineConfig config(Redundancy.Scheme scheme, List<Server> servers) {
        return LineConfig.line(1)
                .with(
                        draft ->
                                draft.user("100")
                                        .servers(servers)
                                        .retrySeconds(RETRY_SECONDS)
                                        .redundancy(redundancy(scheme, FALLBACK_SECONDS)));
    }

    private static Redundancy redundancy(Redundancy.Scheme scheme, int probeSeconds) {
        return new Redundancy(scheme, Redundancy.Probe.REGISTER, probeSeconds, 0, false, true);
    }

    /** A line with one server behind two proxies. */
    static LineConfig proxied(Consumer<Server.Draft> changes) {
        List<Server> proxies =
                List.of(server("192.0.2.31", changes), server("192.0.2.32", changes));
        return one(changes)
                .with(
                        draft ->
                                draft.outboundProxies(proxies)
                                        .redundancy(
                                                redundancy(
                                                        Redundancy.Scheme.SUCCESSIVE,
                                                        PROXY_SECONDS)));
    }

    static Consumer<Server.Draft> plain() {
        return draft -> {};
    }

    static Consumer<Server.Draft> failback(Failback.Mode mode, long afterSeconds) {
        OptionalLong after =
                mode == Failback.Mode.DURATION
                        ? OptionalLong.of(afterSeconds)
                        : OptionalLong.empty();
        return draft -> draft.failback(new Failback(mode, after));
    }

    /** A line whose names are known, about to ask its first target. */
    static VirtualLine started(LineConfig config) {
        VirtualLine line = VirtualLine.of(config);
        line.locator(names(config));
        line.happen(new org.linekeeper.api.policy.LineEvent.Started());
        return line;
    }

    static Names names(LineConfig config) {
        Names names = new Names();
        names.knows(ServerRef.server(0), TTL_SECONDS, "192.0.2.11", "192.0.2.12");
        names.knows(ServerRef.server(1), TTL_SECONDS, "192.0.2.21");
        names.knows(ServerRef.proxy(0), TTL_SECONDS, "192.0.2.31");
        names.knows(ServerRef.proxy(1), TTL_SECONDS, "192.0.2.32");
        return names;
    }

    /** A line of one server that lost A to B as it started. */
    static VirtualLine onB(LineConfig config) {
        VirtualLine line = started(config);
        line.answer(TwoServers.silence());
        line.answer(TwoServers.ok());
        return line;
    }

    /** A line of one server, in service at A. */
    static VirtualLine onA(LineConfig config) {
        VirtualLine line = started(config);
        line.answer(TwoServers.ok());
        return line;
    }

    /** A line registered with both servers. */
    static VirtualLine onBoth(LineConfig config) {
        VirtualLine line = started(config);
        answer(line, A, TwoServers.ok());
        answer(line, C, TwoServers.ok());
        return line;
    }

    /** Ends the attempt that is under way at a hop. */
    static void answer(VirtualLine line, Hop hop, Outcome outcome) {
        VirtualLine.Sent sent =
                line.pending().stream().filter(s -> s.hop().equals(hop)).findFirst().orElseThrow();
        line.answer(sent, outcome);
    }

    static Hop at(LineState state) {
        return state.current().orElseThrow();
    }
}
