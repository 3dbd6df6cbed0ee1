// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Redundancy.Probe;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Timers;

/**
 * How simulated phones watch their servers. Without a heartbeat a silent server is noticed when the
 * registration is refreshed.
 *
 * @param timers of what is sent
 * @param expiresSeconds the registration period to ask for
 * @param heartbeat OPTIONS to the primary; empty = none
 * @param probeSeconds between two OPTIONS to the primary while the backup serves
 * @param holdDownSeconds for how long a phone stays at the backup at least, and for how long the
 *     primary must have answered before it goes back
 */
public record PhoneHabits(
        Timers timers,
        int expiresSeconds,
        Optional<Heartbeat> heartbeat,
        int probeSeconds,
        int holdDownSeconds) {
    /** Three sends are given up after 3.5 s with the timers of RFC 3261, an OPTIONS after 1.5 s. */
    private static final int SENDS = 3;

    private static final int SUCCESSES = 2;
    private static final int CONFIRM_SECONDS = 1;

    /** A line of the generic profile, of this user, with these servers in this order. */
    LineConfig line(String user, String domain, List<FleetServer> servers) {
        Redundancy redundancy =
                new Redundancy(
                        Scheme.SUCCESSIVE,
                        Probe.OPTIONS,
                        probeSeconds,
                        holdDownSeconds,
                        true,
                        true);
        Steadiness steadiness =
                new Steadiness(
                        true, SUCCESSES, holdDownSeconds, 60L + holdDownSeconds, CONFIRM_SECONDS);
        return LineConfig.line(1)
                .with(
                        draft ->
                                draft.label(user)
                                        .user(user)
                                        .domain(domain)
                                        .servers(servers.stream().map(this::server).toList())
                                        .timers(timers)
                                        .heartbeat(heartbeat)
                                        .redundancy(redundancy)
                                        .steadiness(steadiness)
                                        .keepalive(
                                                new Keepalive(
                                                        Keepalive.Kind.NONE,
                                                        0,
                                                        OptionalInt.empty()))
                                        .unregisterOnExit(false));
    }

    private Server server(FleetServer server) {
        return Server.at(server.name())
                .with(
                        draft ->
                                draft.port(server.address().getPort())
                                        .expiresSeconds(expiresSeconds)
                                        .transmissions(OptionalInt.of(SENDS))
                                        .giveUp(
                                                new GiveUp(
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty(),
                                                        OptionalLong.of(3 * timers.t1Ms())))
                                        .failback(
                                                new Failback(
                                                        Failback.Mode.REGISTRATION,
                                                        OptionalLong.empty())));
    }
}
