// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.policy.Command;

/**
 * Keeps the targets of servers known. A round waits for a look-up only before its first attempt;
 * later on, in the middle of an outage, the targets known last are good enough (cf. RFC 8767).
 */
final class Locating {
    /** How long targets that could not be looked up again are used on. */
    private static final long STALE_MS = 30_000;

    private Locating() {}

    /** Asks for everything that is not known. */
    static void start(Step step) {
        step.config().layerRefs().forEach(ref -> step.emit(new Command.Locate(ref)));
    }

    /** Asks for what has never been looked up. */
    static void startUnknown(Step step) {
        step.config().layerRefs().stream()
                .filter(ref -> !step.state().targets().containsKey(ref))
                .forEach(ref -> step.emit(new Command.Locate(ref)));
    }

    /** All that was looked up may be wrong by now. */
    static void doubt(Step step) {
        step.change(
                draft ->
                        draft.targets()
                                .replaceAll(
                                        (ref, set) ->
                                                isLiteral(set)
                                                        ? set
                                                        : new TargetSet(set.targets(), 0)));
    }

    private static boolean isLiteral(TargetSet set) {
        return set.expiresAtMs() == Long.MAX_VALUE;
    }

    /** Takes what a look-up gave. */
    static void located(Step step, ServerRef ref, TargetSet set) {
        step.change(draft -> draft.targets().put(ref, set));
        step.forgetStrangers();
    }

    /** Keeps what is known; a server of which nothing is known has no targets for a while. */
    static void failed(Step step, ServerRef ref) {
        TargetSet known = step.state().targets().get(ref);
        List<org.linekeeper.api.line.Target> targets = known == null ? List.of() : known.targets();
        located(step, ref, new TargetSet(targets, step.state().nowMs() + STALE_MS));
    }

    /**
     * Whether a round has to wait for a look-up before it goes to {@code next}; starts it then.
     *
     * @param refs the servers that the round may go to, in order
     * @param next the hop that it would try now; empty if it knows none
     * @param fresh whether a look-up has just ended: even a TTL of 0 is good for one use
     */
    static boolean mustWait(
            Step step, Round round, List<ServerRef> refs, Optional<Hop> next, boolean fresh) {
        LineState state = step.state();
        boolean atCurrent = next.isPresent() && next.equals(state.current());
        boolean waits = false;
        for (ServerRef ref : refs) {
            boolean isNext = next.isPresent() && next.get().ref().equals(ref);
            TargetSet set = state.targets().get(ref);
            boolean unknown = set == null && !atCurrent;
            boolean stale = set != null && isStale(set, isNext || next.isEmpty(), state.nowMs());
            boolean asks = stale && !fresh && round.tried().isEmpty() && (isNext || !atCurrent);
            if (unknown || asks) {
                step.emit(new Command.Locate(ref));
                waits = true;
            }
            if (isNext) {
                break;
            }
        }
        return waits;
    }

    /** A name that gave nothing is asked for anew; others, if they matter, after their TTL. */
    private static boolean isStale(TargetSet set, boolean matters, long nowMs) {
        return set.targets().isEmpty() || matters && set.expiresAtMs() <= nowMs;
    }

    /** Whether every server of the layer has been looked up. */
    static boolean isComplete(LineState state) {
        return state.targets().keySet().containsAll(state.config().layerRefs());
    }
}
