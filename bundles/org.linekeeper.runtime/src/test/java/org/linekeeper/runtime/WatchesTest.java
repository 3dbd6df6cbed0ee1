// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

class WatchesTest {
    private static final Hop HOP = Examples.hop(0);
    private static final Target TARGET = HOP.target();
    private static final Outcome ALIVE = Outcome.Response.of(200);

    private final TestClock clock = new TestClock();
    private final Watches watches = new Watches(clock);
    private final List<Long> asked = new ArrayList<>();
    private final Phone a = new Phone();
    private final Phone b = new Phone();
    private final Phone c = new Phone();

    /** A line that watches. */
    private final class Phone implements Watches.Watcher {
        private final List<Long> probes = new ArrayList<>();
        private final List<HealthObserved> heard = new ArrayList<>();

        @Override
        public void observed(HealthObserved event) {
            heard.add(event);
        }

        @Override
        public void probe(long attempt, Command.Watch watch) {
            probes.add(attempt);
            asked.add(clock.nowMs());
        }

        void watch(int seconds) {
            watches.watch(
                    this, new Command.Watch(HOP, Duration.ofSeconds(seconds), Budget.sends(2)));
        }

        /** The OPTIONS sent last has its outcome. */
        void ended(Outcome outcome) {
            watches.ended(probes.get(probes.size() - 1), outcome);
        }
    }

    @Test
    void threeLinesShareOneStreamAndAllHear() {
        a.watch(30);
        b.watch(30);
        c.watch(30);
        clock.advanceMs(30_000);
        assertThat(a.probes).hasSize(1);
        assertThat(b.probes).isEmpty();
        assertThat(c.probes).isEmpty();
        a.ended(ALIVE);
        HealthObserved event = new HealthObserved(TARGET, ALIVE, HealthObserved.Source.WATCH);
        assertThat(a.heard).containsExactly(event);
        assertThat(b.heard).containsExactly(event);
        assertThat(c.heard).containsExactly(event);
        clock.advanceMs(30_000);
        assertThat(asked).containsExactly(30_000L, 60_000L);
    }

    @Test
    void theShortestIntervalCounts() {
        a.watch(30);
        b.watch(10);
        c.watch(20);
        answerFor(60_000);
        assertThat(asked).containsExactly(10_000L, 20_000L, 30_000L, 40_000L, 50_000L, 60_000L);
        watches.unwatch(b, TARGET);
        asked.clear();
        answerFor(60_000);
        assertThat(asked).hasSize(3);
    }

    @Test
    void whoComesInBetweenDoesNotPutTheNextOneOff() {
        a.watch(30);
        clock.advanceMs(20_000);
        b.watch(30);
        clock.advanceMs(9_000);
        c.watch(60);
        assertThat(asked).isEmpty();
        clock.advanceMs(1_000);
        assertThat(asked).containsExactly(30_000L);
    }

    @Test
    void theStreamEndsWithTheLastLine() {
        a.watch(30);
        b.watch(30);
        watches.unwatch(a, TARGET);
        clock.advanceMs(30_000);
        assertThat(b.probes).hasSize(1);
        watches.unwatchAll(b);
        clock.advanceMs(300_000);
        assertThat(asked).hasSize(1);
        assertThat(clock.isIdle()).isTrue();
    }

    @Test
    void aSilentTargetIsNotAskedTwiceAtOnce() {
        a.watch(5);
        clock.advanceMs(32_000);
        assertThat(asked).containsExactly(5_000L);
        a.ended(Examples.SILENCE);
        assertThat(a.heard).extracting(HealthObserved::verdict).containsExactly(Examples.SILENCE);
        clock.advanceMs(3_000);
        assertThat(asked).containsExactly(5_000L, 35_000L);
    }

    @Test
    void aLineThatLeavesInMidProbeTakesNothingFromTheProber() {
        a.watch(5);
        b.watch(5);
        c.watch(5);
        clock.advanceMs(5_000);
        watches.unwatch(b, TARGET);
        clock.advanceMs(20_000);
        assertThat(asked).hasSize(1);
        a.ended(Examples.SILENCE);
        assertThat(a.heard).hasSize(1);
        assertThat(b.heard).isEmpty();
        assertThat(c.heard).hasSize(1);
    }

    @Test
    void whenTheProbersLineClosesInMidProbeAnotherOneAsks() {
        a.watch(5);
        b.watch(5);
        clock.advanceMs(5_000);
        watches.unwatchAll(a);
        clock.advanceMs(5_000);
        assertThat(b.probes).hasSize(1);
        a.ended(ALIVE);
        assertThat(b.heard).isEmpty();
        b.ended(ALIVE);
        assertThat(b.heard).hasSize(1);
        assertThat(a.heard).isEmpty();
    }

    @Test
    void anOutcomeCountsOnceAndOneOfNobodyNever() {
        a.watch(5);
        clock.advanceMs(5_000);
        watches.ended(-99, ALIVE);
        a.ended(ALIVE);
        a.ended(ALIVE);
        assertThat(a.heard).hasSize(1);
    }

    @Test
    void attemptsOfAllStreamsHaveNumbersOfTheirOwnBelowZero() {
        a.watch(5);
        watches.watch(b, new Command.Watch(Examples.hop(1), Duration.ofSeconds(5), Budget.WHOLE));
        clock.advanceMs(5_000);
        assertThat(a.probes.get(0)).isNegative().isNotEqualTo(b.probes.get(0));
        assertThat(b.probes.get(0)).isNegative();
    }

    @Test
    void aLineMayChangeItsInterval() {
        a.watch(60);
        a.watch(10);
        clock.advanceMs(10_000);
        assertThat(asked).containsExactly(10_000L);
    }

    @Test
    void aLineThatWatchesMoreCloselyForAWhileHurriesTheOneStreamAndLetsItGoBack() {
        a.watch(60);
        b.watch(30);
        answerFor(30_000);
        a.watch(3);
        answerFor(9_000);
        assertThat(asked).containsExactly(30_000L, 33_000L, 36_000L, 39_000L);
        assertThat(b.heard).as("whoever asks, both hear").hasSameSizeAs(asked);

        a.watch(60);
        answerFor(60_000);

        assertThat(asked).endsWith(39_000L, 69_000L, 99_000L);
        assertThat(a.heard).isEqualTo(b.heard);
    }

    @Test
    void twoLinesThatWatchMoreCloselyInTurnNeverMakeTwoStreams() {
        a.watch(30);
        b.watch(30);
        for (int i = 0; i < 20; i++) {
            (i % 2 == 0 ? a : b).watch(i % 3 == 0 ? 30 : 3);
            answerFor(7_000);
        }

        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i) - asked.get(i - 1)).isGreaterThanOrEqualTo(3_000);
        }
        watches.unwatchAll(a);
        watches.unwatchAll(b);
        assertThat(clock.isIdle()).isTrue();
    }

    @Test
    void anotherIntervalDoesNotLoseTheAnswerThatIsUnderWay() {
        a.watch(30);
        clock.advanceMs(30_000);
        a.watch(3);
        a.ended(ALIVE);

        assertThat(a.heard).hasSize(1);
        clock.advanceMs(3_000);
        assertThat(asked).containsExactly(30_000L, 33_000L);
    }

    @Test
    void theLineOfTheShortestIntervalAsksInItsOwnTime() {
        a.watch(30);
        b.watch(3);
        clock.advanceMs(3_000);

        assertThat(a.probes).isEmpty();
        assertThat(b.probes).hasSize(1);
    }

    @Test
    void throughALineTheOptionsGoOutAndTheVerdictComesBackToThePolicy() {
        Script policy =
                Script.silent()
                        .on(
                                LineEvent.Started.class,
                                new Command.Watch(HOP, Duration.ofSeconds(5), Budget.sends(2)));
        World world = World.draft().make().with(policy).open(Examples.line(1));
        world.clock.advanceMs(5_000);
        FakeLine.Sent sent = world.wire(1).last();
        assertThat(sent.hop()).isEqualTo(HOP);
        assertThat(sent.budget()).isEqualTo(Budget.sends(2));
        world.wire(1).endLast(Examples.SILENCE);
        assertThat(policy.events(HealthObserved.class))
                .containsExactly(
                        new HealthObserved(TARGET, Examples.SILENCE, HealthObserved.Source.WATCH));
        assertThat(world.line(1).counters()).doesNotContainKey("outcomes_dropped");
    }

    /** Lets time pass with a target that answers at once. */
    private void answerFor(long ms) {
        for (long end = clock.nowMs() + ms; clock.nowMs() < end; ) {
            clock.advanceMs(1_000);
            for (Phone phone : List.of(a, b, c)) {
                if (!phone.probes.isEmpty()) {
                    phone.ended(ALIVE);
                }
            }
        }
    }
}
