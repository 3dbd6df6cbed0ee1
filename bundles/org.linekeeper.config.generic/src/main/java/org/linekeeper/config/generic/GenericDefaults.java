// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Redundancy.Probe;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.config.kit.json.Fresh;

/**
 * What holds where a file is silent. No vendor's phone is like this: {@code docs/generic.md} has
 * the reason for each. What is not named here is as in the line model.
 */
final class GenericDefaults {
    /** A failure is noticed by the third OPTIONS in a row that nobody answers. */
    static final Heartbeat HEARTBEAT = new Heartbeat(30, 2);

    /**
     * Without a port DNS says where to go; three sends are given up after 3.5 s, an OPTIONS after
     * 1.5 s.
     */
    static final Server SERVER =
            Server.at("")
                    .with(
                            draft ->
                                    draft.port(0)
                                            .transmissions(OptionalInt.of(3))
                                            .giveUp(
                                                    new GiveUp(
                                                            OptionalLong.empty(),
                                                            OptionalLong.empty(),
                                                            OptionalLong.of(1500)))
                                            .resubscribe(true)
                                            .failback(
                                                    new Failback(
                                                            Failback.Mode.REGISTRATION,
                                                            OptionalLong.empty())));

    /** What a server, a proxy or a heartbeat of a file starts from. */
    static final Fresh FRESH = new Fresh(SERVER, HEARTBEAT);

    /** Three good answers, 3 s apart, and 30 s at the other server before a line goes back. */
    private static final Steadiness STEADINESS = new Steadiness(true, 3, 30, 1800, 3);

    private static final Redundancy REDUNDANCY =
            new Redundancy(Scheme.SUCCESSIVE, Probe.OPTIONS, 30, 30, true, true);

    /** Of most of the world's countries, and of North America. */
    private static final Set<String> EMERGENCY = Set.of("112", "911");

    private GenericDefaults() {}

    /** Line {@code number} of a file that says nothing else of it. */
    static LineConfig line(int number) {
        return LineConfig.line(number)
                .with(
                        draft ->
                                draft.redundancy(REDUNDANCY)
                                        .heartbeat(Optional.of(HEARTBEAT))
                                        .steadiness(STEADINESS)
                                        .emergencyNumbers(EMERGENCY));
    }
}
