// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;

/** Timers as a policy meets them: through a line. */
class LineTimersTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final RandomGenerator NO_CHANCE =
            () -> {
                throw new IllegalStateException("nothing is to be drawn");
            };

    private final Script policy =
            Script.silent()
                    .on(LineEvent.RegisterAsked.class, timer("a", TEN))
                    .on(LineEvent.OptionsAsked.class, new Command.CancelTimer("a"));
    private final World world = World.draft().chance(NO_CHANCE).make().with(policy);
    private final LineRuntime line = world.open(Examples.line(1)).line(1);

    @Test
    void theDeadlineStandsInTheStateUntilTheTimerFires() {
        world.clock.advanceMs(500);
        line.post(new LineEvent.RegisterAsked());
        assertThat(line.state().timers()).containsExactly(Map.entry("a", 10_500L));
        world.clock.advanceMs(9_999);
        assertThat(fired()).isEmpty();
        world.clock.advanceMs(1);
        assertThat(fired()).containsExactly(new LineEvent.TimerFired("a"));
        assertThat(policy.lastState().timers()).isEmpty();
        assertThat(policy.lastState().nowMs()).isEqualTo(10_500);
        assertThat(line.state().timers()).isEmpty();
    }

    @Test
    void startedAnewItFiresOnceAtTheNewTime() {
        line.post(new LineEvent.RegisterAsked());
        world.clock.advanceMs(6_000);
        line.post(new LineEvent.RegisterAsked());
        assertThat(line.state().timers()).containsEntry("a", 16_000L);
        world.clock.advanceMs(9_999);
        assertThat(fired()).isEmpty();
        world.clock.advanceMs(100_000);
        assertThat(fired()).hasSize(1);
    }

    @Test
    void cancelledItNeitherFiresNorStaysInTheState() {
        line.post(new LineEvent.RegisterAsked());
        line.post(new LineEvent.OptionsAsked());
        assertThat(line.state().timers()).isEmpty();
        world.advance(Duration.ofHours(1));
        assertThat(fired()).isEmpty();
        assertThat(world.clock.isIdle()).isTrue();
    }

    @Test
    void timersOfOtherNamesRunBesideIt() {
        policy.on(
                LineEvent.NetworkChanged.class,
                timer("b", Duration.ofSeconds(4)),
                timer("c", Duration.ofSeconds(12)));
        line.post(new LineEvent.RegisterAsked());
        line.post(new LineEvent.NetworkChanged());
        line.post(new LineEvent.OptionsAsked());
        world.advance(Duration.ofMinutes(1));
        assertThat(fired())
                .containsExactly(new LineEvent.TimerFired("b"), new LineEvent.TimerFired("c"));
    }

    @Test
    void cancelledAfterItWasDueButBeforeItWasHandledItNeverFires() {
        line.post(new LineEvent.RegisterAsked());
        world.pool.hold();
        line.post(new LineEvent.OptionsAsked());
        world.advance(TEN);
        world.pool.release();
        assertThat(fired()).isEmpty();
        assertThat(line.state().timers()).isEmpty();
    }

    @Test
    void startedAnewAfterItWasDueButBeforeItWasHandledItFiresOnlyAtTheNewTime() {
        line.post(new LineEvent.RegisterAsked());
        world.pool.hold();
        line.post(new LineEvent.RegisterAsked());
        world.advance(TEN);
        world.pool.release();
        assertThat(fired()).isEmpty();
        assertThat(line.state().timers()).containsEntry("a", 20_000L);
        world.advance(TEN);
        assertThat(fired()).hasSize(1);
    }

    @Test
    void aTimerOfNoLengthFiresInAnEventOfItsOwn() {
        policy.on(LineEvent.NetworkChanged.class, timer("now", Duration.ZERO));
        line.post(new LineEvent.NetworkChanged());
        assertThat(fired()).isEmpty();
        world.advance(Duration.ZERO);
        assertThat(fired()).containsExactly(new LineEvent.TimerFired("now"));
    }

    @Test
    void theSpreadIsDrawnFromTheInjectedChance() {
        Duration spread = Duration.ofSeconds(5);
        Script spreading =
                Script.silent()
                        .on(
                                LineEvent.RegisterAsked.class,
                                new Command.StartTimer("a", TEN, spread));
        World drawn = World.draft().chance(new Random(7)).make().with(spreading);
        LineRuntime drawing = drawn.open(Examples.line(1)).line(1);
        Random twin = new Random(7);
        boolean early = false;
        boolean late = false;
        for (int i = 0; i < 100; i++) {
            drawing.post(new LineEvent.RegisterAsked());
            long delay = drawing.state().timers().get("a");
            assertThat(delay).isEqualTo(10_000 + twin.nextLong(5_001));
            early |= delay < 11_000;
            late |= delay > 14_000;
        }
        assertThat(early && late).isTrue();
    }

    @Test
    void aTimerThatARefusedDecisionStartsDoesNotRun() {
        policy.on(
                LineEvent.NetworkChanged.class,
                (state, event) ->
                        new Decision(state, List.of(timer("b", TEN), new Command.Cancel(99))));
        line.post(new LineEvent.NetworkChanged());
        world.advance(Duration.ofMinutes(1));
        assertThat(fired()).isEmpty();
        assertThat(line.state().timers()).isEmpty();
    }

    private static Command.StartTimer timer(String name, Duration delay) {
        return new Command.StartTimer(name, delay, Duration.ZERO);
    }

    private List<LineEvent.TimerFired> fired() {
        return policy.events(LineEvent.TimerFired.class);
    }
}
