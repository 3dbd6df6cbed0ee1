// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Hunt;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/** What holds after every step, whatever has happened before. */
final class Invariants {
    private final Set<Long> attempts = new HashSet<>();
    private final Set<Target> located = new HashSet<>();
    private final SteadyInvariants steady = new SteadyInvariants();

    /** A decision names nothing that does not exist, and ends no call by itself. */
    void decided(LineState before, LineEvent event, Decision decision, Set<Long> pending) {
        LineState after = decision.state();
        steady.decided(before, event, decision);
        after.targets().values().forEach(set -> located.addAll(set.targets()));
        after.hunts().values().forEach(hunt -> hunt.located().ifPresent(located::addAll));
        Set<Long> living = new HashSet<>(pending);
        for (Command command : decision.commands()) {
            if (command instanceof Command.Send send) {
                assertThat(attempts.add(send.attempt())).as("fresh: %s", send).isTrue();
                assertThat(after.config().layer()).as("%s", send).hasSizeGreaterThan(index(send));
                assertThat(located).as("%s", send).contains(send.hop().target());
                living.add(send.attempt());
            } else if (command instanceof Command.Cancel cancel) {
                assertThat(living).as("%s after %s", cancel, event).contains(cancel.attempt());
            } else if (command instanceof Command.EndCall end) {
                assertThat(after.calls()).as("%s after %s", end, event).containsKey(end.call());
            }
        }
        for (Call call : before.calls().values()) {
            Call now = after.calls().get(call.id());
            if (call.state() == Call.State.ESTABLISHED && now.state().isOver()) {
                assertThat(mayEnd(event, call.id())).as("%s ended %s", event, call).isTrue();
            }
        }
    }

    private static int index(Command.Send send) {
        ServerRef ref = send.hop().ref();
        return ref.index();
    }

    private static boolean mayEnd(LineEvent event, String call) {
        return event.equals(new LineEvent.HangUpAsked(call))
                || event instanceof LineEvent.CallEnded ended && ended.call().equals(call)
                || event instanceof LineEvent.Stopping
                || event instanceof LineEvent.Configured configured
                        && !configured.config().enabled();
    }

    /** What a state that has been kept looks like. */
    void stands(LineState state, Set<ServerRef> lookups, Set<Long> pending) {
        assertThat(rounds(state, Round.Purpose.REGISTER)).hasSizeLessThan(2);
        assertThat(rounds(state, Round.Purpose.PROBE)).hasSizeLessThan(2);
        assertThat(rounds(state, Round.Purpose.FAILBACK)).hasSizeLessThan(2);
        state.rounds().values().forEach(round -> goesOn(state, round, lookups, pending));
        state.calls().values().forEach(call -> goesOn(state, call));
        boolean registers = !rounds(state, Round.Purpose.REGISTER).isEmpty();
        boolean stopped = state.why().equals(Why.SHUTDOWN) || state.status() == Status.DISABLED;
        if (stopped) {
            assertThat(registers).as("a stopped line registers").isFalse();
            assertThat(state.timers()).isEmpty();
        } else if (state.status().isInService()) {
            Hop current = state.current().orElseThrow();
            String timer =
                    Scope.isOwn(state.config(), current) ? Registering.REFRESH : Registering.RETRY;
            assertThat(registers || state.timers().containsKey(timer))
                    .as("the binding is kept alive, or asked for: %s", state)
                    .isTrue();
            binding(state, current);
        } else {
            assertThat(registers || state.timers().containsKey(Registering.RETRY))
                    .as("the line tries again: %s", state)
                    .isTrue();
        }
        boolean waitsToRegister =
                state.timers().containsKey(Registering.REFRESH)
                        || state.timers().containsKey(Registering.RETRY);
        assertThat(registers && waitsToRegister).as("registers twice: %s", state).isFalse();
        probes(state);
        bindings(state);
    }

    private static void binding(LineState state, Hop current) {
        if (state.config().settingsOf(current).registerBeforeRequest()) {
            assertThat(Bindings.at(state, current).map(Registration::state))
                    .as("binding in use: %s", state)
                    .contains(Registration.State.REGISTERED);
        } else {
            assertThat(state.registrations().values())
                    .as("a binding that is shared: %s", state)
                    .anyMatch(b -> b.hop().server() == current.server());
        }
    }

    private static void probes(LineState state) {
        boolean backup = state.status() == Status.ON_BACKUP;
        boolean stays = state.config().profile().staysAtTarget();
        boolean second = backup && state.current().orElseThrow().ref().index() > 0;
        boolean concurrent =
                state.config().redundancy().registration() == Redundancy.Scheme.CONCURRENT
                        && state.config().servers().size() > 1
                        && state.config().outboundProxies().isEmpty();
        boolean wanted =
                backup
                        && (stays || second)
                        && !concurrent
                        && state.config().redundancy().probe() == Redundancy.Probe.REGISTER;
        // With OPTIONS the next sign of life is what is waited for.
        if (!Confirming.byOptions(state.config())) {
            looksBack(state, Round.Purpose.PROBE, Returning.PROBE, wanted);
        }
        if (state.status().isInService() && !stays) {
            failsBack(state, state.current().orElseThrow());
        }
    }

    private static void failsBack(LineState state, Hop current) {
        List<Hop> targets =
                state.hops().stream().filter(hop -> hop.ref().equals(current.ref())).toList();
        boolean first = !targets.isEmpty() && targets.get(0).equals(current);
        Failback failback = state.config().settingsOf(current).failback();
        boolean timed =
                failback.mode() == Failback.Mode.DNS_TTL
                        || failback.mode() == Failback.Mode.DURATION
                                && failback.afterSeconds().orElse(0) > 0;
        if (failback.mode() != Failback.Mode.REGISTRATION) {
            boolean wanted = !first && !targets.isEmpty() && timed;
            looksBack(state, Round.Purpose.FAILBACK, Returning.FAILBACK, wanted);
        }
    }

    private static void looksBack(LineState state, Round.Purpose way, String name, boolean wanted) {
        boolean looking = !rounds(state, way).isEmpty();
        boolean timer = state.timers().containsKey(name);
        assertThat(looking && timer).as("%s twice: %s", way, state).isFalse();
        assertThat(looking || timer).as("%s as wanted: %s", way, state).isEqualTo(wanted);
    }

    private static void bindings(LineState state) {
        Set<Hop> seen = new HashSet<>();
        for (Registration binding : state.registrations().values()) {
            assertThat(seen.add(binding.hop())).as("two bindings at one hop: %s", state).isTrue();
            if (binding.state() == Registration.State.REGISTERING) {
                Round.Purpose asks =
                        Scope.isOwn(state.config(), binding.hop())
                                ? Round.Purpose.REGISTER
                                : Round.Purpose.STANDBY;
                assertThat(rounds(state, asks))
                        .as("nobody asks for %s in %s", binding, state)
                        .isNotEmpty();
            }
        }
    }

    private static void goesOn(
            LineState state, Round round, Set<ServerRef> lookups, Set<Long> pending) {
        boolean sent = round.attempt().isPresent();
        boolean follows =
                rounds(state, Round.Purpose.REGISTER).stream()
                        .anyMatch(other -> round.waitsFor().equals(OptionalLong.of(other.id())));
        boolean looksUp =
                (round.purpose() == Round.Purpose.REGISTER
                                || round.purpose() == Round.Purpose.PROBE
                                || round.purpose() == Round.Purpose.FAILBACK
                                || round.purpose() == Round.Purpose.STANDBY
                                || state.timers().containsKey(Dispatch.ASKING))
                        && !lookups.isEmpty();
        boolean isHeldBack =
                round.purpose() == Round.Purpose.REMOVE && hasCall(state, round.subject());
        Hunt hunt = state.hunts().get(round.subject());
        boolean looksAway =
                round.purpose() == Round.Purpose.INVITE && hunt != null && hunt.located().isEmpty();
        assertThat(sent || follows || looksUp || isHeldBack || looksAway)
                .as("%s waits for nothing in %s", round, state)
                .isTrue();
        round.attempt().ifPresent(a -> assertThat(pending).as("%s", round).contains(a));
    }

    private static boolean hasCall(LineState state, String binding) {
        Optional<Hop> hop =
                Optional.ofNullable(state.registrations().get(binding)).map(Registration::hop);
        return hop.isPresent()
                && state.calls().values().stream().anyMatch(call -> call.hop().equals(hop));
    }

    private static void goesOn(LineState state, Call call) {
        long requests =
                state.rounds().values().stream()
                        .filter(round -> round.subject().equals(call.id()))
                        .count();
        boolean settingUp =
                call.direction() == Call.Direction.OUT
                        && (call.state() == Call.State.TRYING
                                || call.state() == Call.State.RINGING);
        boolean busy = settingUp || call.bye() == Call.Bye.PENDING;
        assertThat(requests).as("requests of %s in %s", call, state).isEqualTo(busy ? 1 : 0);
    }

    private static List<Round> rounds(LineState state, Round.Purpose purpose) {
        return state.rounds().values().stream().filter(r -> r.purpose() == purpose).toList();
    }

    /** An identical policy that takes over finds nothing to do. */
    void survivesSwap(FailoverPolicy policy, LineState state) {
        assertThat(policy.decide(state, new LineEvent.PolicyChanged()))
                .isEqualTo(Decision.unchanged(state));
    }
}
