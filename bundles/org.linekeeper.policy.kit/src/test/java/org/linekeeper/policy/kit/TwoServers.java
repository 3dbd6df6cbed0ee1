// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/** A line with a primary and a backup server, set up as F1 to F9 have it. */
final class TwoServers {
    static final Hop PRIMARY = hop(0);
    static final Hop BACKUP = hop(1);
    static final int RETRY_SECONDS = 32;
    static final int PROBE_SECONDS = 1800;
    static final int EXPIRES_SECONDS = 3600;

    private TwoServers() {}

    static LineConfig config() {
        return config(2);
    }

    /** The same with any number of servers: 192.0.2.1, 192.0.2.2 and so on. */
    static LineConfig config(int servers) {
        List<Server> all =
                java.util.stream.IntStream.range(0, servers).mapToObj(TwoServers::server).toList();
        return LineConfig.line(1)
                .with(
                        draft ->
                                draft.user("100")
                                        .servers(all)
                                        .unavailableCodes(Set.of(500, 503))
                                        .retrySeconds(RETRY_SECONDS)
                                        .redundancy(redundancy(Redundancy.Probe.REGISTER, true))
                                        .profile(new Profile(true, true, false, 2, true, false)));
    }

    static Redundancy redundancy(Redundancy.Probe probe, boolean removeOldBinding) {
        return new Redundancy(
                Redundancy.Scheme.SUCCESSIVE, probe, PROBE_SECONDS, 0, false, removeOldBinding);
    }

    /** Three retransmissions are four sends: the verdict falls after 7.5 s. */
    private static Server server(int index) {
        return Server.at(address(index))
                .with(
                        draft ->
                                draft.transmissions(OptionalInt.of(4))
                                        .expiresSeconds(EXPIRES_SECONDS)
                                        .registerBeforeRequest(true));
    }

    static String address(int index) {
        return "192.0.2." + (index + 1);
    }

    static Target target(String address) {
        return new Target(address, 5060, Transport.UDP, address);
    }

    static Hop hop(int index) {
        return Hop.direct(index, target(address(index)));
    }

    static Outcome ok() {
        return Outcome.Response.of(200);
    }

    static Outcome granted(int seconds) {
        return new Outcome.Response(200, "OK", OptionalInt.empty(), OptionalInt.of(seconds));
    }

    static Outcome code(int code) {
        return Outcome.Response.of(code);
    }

    static Outcome retryAfter(int code, int seconds) {
        return new Outcome.Response(code, "", OptionalInt.of(seconds), OptionalInt.empty());
    }

    static Outcome silence() {
        return new Outcome.NoAnswer(4, 7500);
    }

    static Outcome unreachable(Outcome.Kind kind) {
        return new Outcome.Unreachable(kind, "");
    }
}
