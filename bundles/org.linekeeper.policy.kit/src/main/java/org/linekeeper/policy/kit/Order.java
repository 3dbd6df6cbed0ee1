// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;

/**
 * The order in which a request tries the hops, as the line's configuration has it. Inside a server
 * the failback mode says where a request begins; from server to server a line moves only when all
 * targets of one have failed, and comes back by a probe.
 */
final class Order {
    private Order() {}

    static List<Hop> of(LineState state, Round round) {
        return switch (round.purpose()) {
            case PROBE -> betterServers(state);
            case FAILBACK -> betterTargets(state);
            case REGISTER -> registering(state, round.subject());
            case SUBSCRIBE -> own(state, requests(state));
            default -> requests(state);
        };
    }

    private static List<Hop> betterServers(LineState state) {
        return state.current()
                .map(
                        hop ->
                                state.config().profile().staysAtTarget()
                                        ? Hops.before(state.hops(), hop)
                                        : state.hops().stream()
                                                .filter(h -> h.ref().index() < hop.ref().index())
                                                .toList())
                .orElse(List.of());
    }

    /** The better targets of the server in use. */
    static List<Hop> betterTargets(LineState state) {
        return state.current()
                .map(hop -> Hops.before(Hops.of(state, hop.ref()), hop))
                .orElse(List.of());
    }

    private static List<Hop> registering(LineState state, String subject) {
        LineConfig config = state.config();
        List<Hop> own = own(state, state.hops());
        Optional<Hop> current = state.current().filter(hop -> Scope.isOwn(config, hop));
        if (current.isEmpty() || subject.equals(Registering.FROM_FIRST)) {
            return own;
        }
        if (subject.equals(Registering.FROM_FIRST_TARGET)) {
            return Hops.then(Hops.of(state, current.get().ref()), own);
        }
        if (state.status() == Status.REGISTERING) {
            // After a restart, at a hop that the profile keeps to.
            return Hops.first(current.get(), own);
        }
        return state.status().isInService() ? from(state, current.get(), own) : own;
    }

    private static List<Hop> own(LineState state, List<Hop> hops) {
        return hops.stream().filter(hop -> Scope.isOwn(state.config(), hop)).toList();
    }

    private static List<Hop> requests(LineState state) {
        List<Hop> all = state.hops();
        return state.status().isInService() ? from(state, state.current().orElseThrow(), all) : all;
    }

    /** Targets of the server in use, by its failback mode, then all others. */
    private static List<Hop> from(LineState state, Hop current, List<Hop> all) {
        List<Hop> targets = all.stream().filter(hop -> hop.ref().equals(current.ref())).toList();
        if (staysAtCurrent(state.config(), current)) {
            targets = Hops.first(current, targets);
        } else if (state.config().profile().tryHealthyFirst()) {
            targets =
                    targets.stream()
                            .sorted(Comparator.comparing(hop -> isUnderPenalty(state, hop)))
                            .toList();
        }
        return Hops.then(targets, all);
    }

    /** Whether new requests go to the hop in use rather than to its server's first target. */
    static boolean staysAtCurrent(LineConfig config, Hop current) {
        return config.profile().staysAtTarget()
                || config.settingsOf(current).failback().mode() != Failback.Mode.NEW_REQUESTS;
    }

    private static boolean isUnderPenalty(LineState state, Hop hop) {
        Health health = state.health().getOrDefault(hop.target(), Health.GOOD);
        return health.verdict() == Health.Verdict.QUARANTINED && health.untilMs() > state.nowMs();
    }
}
