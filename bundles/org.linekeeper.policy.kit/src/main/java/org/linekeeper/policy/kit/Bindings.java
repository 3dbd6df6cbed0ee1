// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;

/** The bindings that a line holds. */
final class Bindings {
    private Bindings() {}

    /** The binding at a hop. */
    static Optional<Registration> at(LineState state, Hop hop) {
        return state.registrations().values().stream().filter(b -> b.hop().equals(hop)).findFirst();
    }

    static void put(Step step, Registration binding) {
        step.change(draft -> draft.registrations().put(binding.id(), binding));
    }

    static void drop(Step step, String id) {
        step.change(draft -> draft.registrations().remove(id));
    }

    /** What is held at other hops, by the same registration as at {@code hop}. */
    static List<Registration> heldElsewhere(Step step, Hop hop) {
        List<ServerRef> scope = Scope.of(step.config(), hop);
        return step.state().registrations().values().stream()
                .filter(b -> b.state() == Registration.State.REGISTERED && !b.hop().equals(hop))
                .filter(b -> scope.contains(b.hop().ref()))
                .toList();
    }

    /** Nobody asks any longer for a binding that was never granted, but at {@code but}. */
    static void dropUngranted(Step step, Optional<Hop> but) {
        step.change(
                draft ->
                        draft.registrations()
                                .values()
                                .removeIf(
                                        b ->
                                                b.state() == Registration.State.REGISTERING
                                                        && Scope.isOwn(step.config(), b.hop())
                                                        && !but.equals(Optional.of(b.hop()))));
    }

    /** A hop has one binding, the one with this id; what has run out elsewhere is gone too. */
    static void dropOthersAt(Step step, Hop hop, String id) {
        if (Scope.isOwn(step.config(), hop)) {
            dropUngranted(step, Optional.of(hop));
        }
        step.change(
                draft ->
                        draft.registrations()
                                .values()
                                .removeIf(
                                        b ->
                                                !b.id().equals(id)
                                                        && (b.hop().equals(hop)
                                                                || hasRunOut(step, b))));
    }

    private static boolean hasRunOut(Step step, Registration binding) {
        return binding.state() == Registration.State.LAPSING
                && binding.expiresAtMs() <= step.state().nowMs();
    }

    /** A server failed: what it granted may still stand there; what it did not, is nothing. */
    static void lapse(Step step, Hop hop) {
        at(step.state(), hop)
                .ifPresent(
                        binding -> {
                            if (binding.state() == Registration.State.REGISTERING) {
                                drop(step, binding.id());
                            } else {
                                put(step, binding.withState(Registration.State.LAPSING));
                            }
                        });
    }

    /** The round that removes a binding. */
    static Optional<Round> removal(Step step, Registration binding) {
        return step.rounds(Round.Purpose.REMOVE).stream()
                .filter(round -> round.subject().equals(binding.id()))
                .findFirst();
    }
}
