// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/** Who decides, and what becomes of a policy that fails. */
class DecidingTest {
    private final Script standard = Script.silent();
    private final World world = World.draft().make();

    @Test
    void withoutAPolicyEventsWaitAndAreDecidedInOrderOnceThereIsOne() {
        LineRuntime line = world.open(Examples.line(1)).line(1);
        line.post(new LineEvent.RegisterAsked());
        line.post(new LineEvent.OptionsAsked());
        world.with(standard);
        assertThat(standard.events())
                .containsExactly(
                        new LineEvent.Started(),
                        new LineEvent.RegisterAsked(),
                        new LineEvent.OptionsAsked(),
                        new LineEvent.PolicyChanged());
    }

    @Test
    void eventsThatWaitAreBoundedAndThoseTooManyCounted() {
        LineRuntime line = world.open(Examples.line(1)).line(1);
        boolean last = true;
        for (int i = 1; i < 10_000; i++) {
            last = line.post(new LineEvent.RegisterAsked());
        }
        assertThat(last).isTrue();
        assertThat(line.post(new LineEvent.OptionsAsked())).isFalse();
        assertThat(line.counters()).containsEntry("events_dropped", 1L);
        world.policies.add(standard, "standard", 0);
        assertThat(standard.events(LineEvent.RegisterAsked.class)).hasSize(9_999);
        assertThat(standard.events(LineEvent.OptionsAsked.class)).isEmpty();
    }

    @Test
    void theHighestRankedDecidesAndTheOtherIsNotAsked() {
        Script special = Script.silent();
        world.policies.add(standard, "standard", -1000);
        world.policies.add(special, "special", 0);
        world.open(Examples.line(1));
        assertThat(special.events()).containsExactly(new LineEvent.Started());
        assertThat(standard.events()).isEmpty();
    }

    @Test
    void aPolicyThatThrowsLeavesTheOldStateAndTheNextOneDecidesTheSameEvent() {
        List<LineState> seen = new ArrayList<>();
        FailoverPolicy broken =
                (state, event) -> {
                    seen.add(state);
                    throw new IllegalStateException("a fault");
                };
        standard.change(
                LineEvent.RegisterAsked.class,
                state -> state.with(draft -> draft.memory().put("asked", "yes")));
        world.policies.add(standard, "standard", -1000);
        world.policies.add(broken, "broken", 0);
        LineRuntime line = world.open(Examples.line(1)).line(1);
        line.post(new LineEvent.RegisterAsked());
        assertThat(standard.events())
                .containsExactly(new LineEvent.Started(), new LineEvent.RegisterAsked());
        assertThat(standard.lastState()).isEqualTo(seen.get(1));
        assertThat(line.state().memory()).containsEntry("asked", "yes");
        assertThat(line.counters()).containsEntry("decisions_refused", 2L);
    }

    @Test
    void afterThreeFailuresItIsNeverAskedAgainAndTheNextOneHearsThatItDecides() {
        List<LineEvent> asked = new ArrayList<>();
        FailoverPolicy broken =
                (state, event) -> {
                    asked.add(event);
                    throw new IllegalStateException("a fault");
                };
        world.policies.add(standard, "standard", -1000);
        world.policies.add(broken, "broken", 0);
        LineRuntime line = world.open(Examples.line(1), Examples.line(2)).line(1);
        line.post(new LineEvent.RegisterAsked());
        line.post(new LineEvent.OptionsAsked());
        line.post(new LineEvent.OptionsAsked());
        assertThat(asked).hasSize(3);
        assertThat(standard.events(LineEvent.OptionsAsked.class)).hasSize(2);
        assertThat(standard.events(LineEvent.PolicyChanged.class)).hasSize(2);
    }

    @Test
    void errorsOfABrokenBundleCountAsFailures() {
        FailoverPolicy unlinked =
                (state, event) -> {
                    throw new NoClassDefFoundError("gone");
                };
        FailoverPolicy endless =
                new FailoverPolicy() {
                    @Override
                    public Decision decide(LineState state, LineEvent event) {
                        return decide(state, event);
                    }
                };
        FailoverPolicy mute = (state, event) -> null;
        world.policies.add(standard, "standard", -1000);
        world.policies.add(unlinked, "unlinked", 1);
        world.policies.add(endless, "endless", 2);
        world.policies.add(mute, "mute", 3);
        LineRuntime line = world.open(Examples.line(1)).line(1);
        assertThat(standard.events()).containsExactly(new LineEvent.Started());
        assertThat(line.counters()).containsEntry("decisions_refused", 3L);
    }

    @Test
    void whenAllFailTheStateStaysAndTheLineGoesOnWithTheNextEvent() {
        Script shaky =
                Script.silent()
                        .on(
                                LineEvent.RegisterAsked.class,
                                (state, event) -> {
                                    throw new IllegalStateException("a fault");
                                })
                        .change(
                                LineEvent.OptionsAsked.class,
                                state -> state.with(draft -> draft.status(Status.UNREGISTERED)));
        LineRuntime line = world.with(shaky).open(Examples.line(1)).line(1);
        LineState before = line.state();
        for (int i = 0; i < 10; i++) {
            line.post(new LineEvent.RegisterAsked());
        }
        assertThat(line.state()).isEqualTo(before);
        line.post(new LineEvent.OptionsAsked());
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
    }

    @Test
    void nothingOfARefusedDecisionIsDone() {
        Script greedy =
                Script.silent()
                        .on(
                                LineEvent.RegisterAsked.class,
                                (state, event) -> {
                                    Decision good = Script.send(state, Examples.hop(0));
                                    List<Command> more = new ArrayList<>(good.commands());
                                    more.add(new Command.Cancel(77));
                                    return new Decision(
                                            good.state().with(d -> d.current(Optional.of(hop()))),
                                            more);
                                });
        LineRuntime line = world.with(greedy).open(Examples.line(1)).line(1);
        LineState before = line.state();
        line.post(new LineEvent.RegisterAsked());
        assertThat(line.state()).isEqualTo(before);
        assertThat(world.wire(1).sent()).isEmpty();
        assertThat(world.heard).isEmpty();
        assertThat(line.counters()).containsEntry("decisions_refused", 1L);
    }

    @Test
    void aPolicyThatGoesInTheMiddleOfAStepStillDecidesThatStep() {
        Script leaving = Script.silent();
        leaving.on(
                LineEvent.RegisterAsked.class,
                (state, event) -> {
                    world.policies.remove(leaving);
                    return Script.send(state, Examples.hop(0));
                });
        LineRuntime line = world.with(leaving).open(Examples.line(1)).line(1);
        line.post(new LineEvent.RegisterAsked());
        line.post(new LineEvent.OptionsAsked());
        assertThat(world.wire(1).sent()).hasSize(1);
        assertThat(line.state().rounds()).hasSize(1);
        world.with(standard);
        assertThat(standard.events())
                .containsExactly(new LineEvent.OptionsAsked(), new LineEvent.PolicyChanged());
    }

    private static Hop hop() {
        return Examples.hop(0);
    }

    /**
     * Else the round stays open for ever, and every policy after this one waits for its outcome.
     */
    @Test
    void anOutcomeThatNoPolicyTakesClosesItsRoundAndIsLookedAtAgainAfterHalfAMinute() {
        standard.on(
                LineEvent.OptionsAsked.class, (state, e) -> Script.send(state, Examples.hop(0)));
        standard.on(
                LineEvent.AttemptEnded.class,
                (state, event) -> {
                    throw new IllegalStateException("a fault");
                });
        LineRuntime line = world.with(standard).open(Examples.line(1)).line(1);
        line.post(new LineEvent.OptionsAsked());
        line.post(new LineEvent.OptionsAsked());
        assertThat(line.state().rounds()).containsOnlyKeys(1L, 2L);

        world.wire(1).end(1, Examples.OK);
        assertThat(line.state().rounds()).containsOnlyKeys(2L);
        world.wire(1).end(1, Examples.OK);
        assertThat(line.counters())
                .containsEntry("decisions_refused", 1L)
                .containsEntry("outcomes_dropped", 1L);

        world.clock.advanceMs(29_999);
        assertThat(standard.events(LineEvent.PolicyChanged.class)).isEmpty();
        world.clock.advanceMs(1);
        assertThat(standard.events(LineEvent.PolicyChanged.class)).hasSize(1);
        assertThat(standard.lastState().rounds()).containsOnlyKeys(2L);
        world.advance(Duration.ofHours(1));
        assertThat(standard.events(LineEvent.PolicyChanged.class)).hasSize(1);
    }

    /** The half minute is the world's, as people and servers know it. */
    @Test
    void onAFasterClockTheHalfMinuteIsTheWorlds() {
        World fast = World.draft().scale(10).make().with(standard);
        standard.on(
                LineEvent.OptionsAsked.class, (state, e) -> Script.send(state, Examples.hop(0)));
        standard.on(
                LineEvent.AttemptEnded.class,
                (state, event) -> {
                    throw new IllegalStateException("a fault");
                });
        fast.open(Examples.line(1)).line(1).post(new LineEvent.OptionsAsked());
        fast.wire(1).endLast(Examples.OK);
        fast.clock.advanceMs(299_999);
        assertThat(standard.events(LineEvent.PolicyChanged.class)).isEmpty();
        fast.clock.advanceMs(1);
        assertThat(standard.events(LineEvent.PolicyChanged.class)).hasSize(1);
    }
}
