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
 * targets of one have failed, and comes back by a probe. With health memory the targets under
 * penalty come last, in the same order among themselves; a registration by hand alone ignores that.
 */
final class Order {
    private Order() {}

    static List<Hop> of(LineState state, Round round) {
        List<Hop> order = configured(state, round);
        boolean byHand =
                round.purpose() == Round.Purpose.REGISTER
                        && round.subject().equals(Registering.FROM_FIRST);
        return byHand || !state.config().steadiness().healthMemory()
                ? order
                : healthyFirst(state, order);
    }

    private static List<Hop> healthyFirst(LineState state, List<Hop> hops) {
        return hops.stream()
                .sorted(Comparator.comparing(hop -> isUnderPenalty(state, hop)))
                .toList();
    }

    private static List<Hop> configured(LineState state, Round round) {
        return switch (round.purpose()) {
            case PROBE -> returnable(state);
            case FAILBACK -> betterTargets(state);
            case REGISTER -> registering(state, round.subject());
            case SUBSCRIBE -> own(state, requests(state));
            default -> requests(state);
        };
    }

    /** Of the better servers those that a probe may go to. */
    private static List<Hop> returnable(LineState state) {
        List<Hop> better = betterServers(state);
        return Confirming.isStrict(state.config())
                ? Confirming.primary(state).filter(better::contains).stream().toList()
                : better;
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
        if (staysAtCurrent(state.config(), current) || HoldDown.holds(state)) {
            targets = Hops.first(current, targets);
        } else if (state.config().profile().tryHealthyFirst()) {
            targets = healthyFirst(state, targets);
        }
        return Hops.then(targets, all);
    }

    /** Whether new requests go to the hop in use rather than to its server's first target. */
    static boolean staysAtCurrent(LineConfig config, Hop current) {
        return config.profile().staysAtTarget()
                || config.settingsOf(current).failback().mode() != Failback.Mode.NEW_REQUESTS;
    }

    /** Whether a request goes to other hops first, for what is remembered of this one. */
    static boolean isPassedOver(LineState state, Hop hop) {
        return state.config().steadiness().healthMemory() && isUnderPenalty(state, hop);
    }

    private static boolean isUnderPenalty(LineState state, Hop hop) {
        Health health = state.health().getOrDefault(hop.target(), Health.GOOD);
        return health.verdict() == Health.Verdict.QUARANTINED && health.untilMs() > state.nowMs();
    }
}
