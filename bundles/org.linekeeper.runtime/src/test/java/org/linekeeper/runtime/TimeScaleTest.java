// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class TimeScaleTest {
    private static final TimeScale TEN = new TimeScale(10);

    @Test
    void thePolicySeesStretchedTimersAndTheSignallingRealOnes() {
        LineConfig config = Examples.line(1);
        assertThat(TEN.forPolicy(config).timers()).isEqualTo(new Timers(5_000, 40_000, 50_000));
        assertThat(TEN.forSignalling(config).timers()).isEqualTo(Timers.RFC3261);
    }

    @Test
    void theSignallingsOwnIntervalsAndGiveUpTimesAreDivided() {
        Keepalive keepalive = new Keepalive(Keepalive.Kind.CRLF, 25, OptionalInt.of(3));
        LineConfig config = Examples.line(1).with(draft -> draft.keepalive(keepalive));
        assertThat(TEN.forSignalling(config).keepalive())
                .isEqualTo(new Keepalive(Keepalive.Kind.CRLF, 3, OptionalInt.of(3)));
        assertThat(TEN.forSignalling(Budget.durationMs(8_000))).isEqualTo(Budget.durationMs(800));
        assertThat(TEN.forSignalling(new Budget(OptionalInt.of(4), OptionalLong.of(10))))
                .isEqualTo(new Budget(OptionalInt.of(4), OptionalLong.of(1)));
    }

    @Test
    void whatDerivesFromT1AndWhatGoesOnTheWireStays() {
        assertThat(TEN.forSignalling(Budget.sends(4))).isEqualTo(Budget.sends(4));
        assertThat(TEN.forSignalling(Budget.WHOLE)).isEqualTo(Budget.WHOLE);
        LineConfig config = Examples.line(1);
        assertThat(TEN.forSignalling(config).servers()).isEqualTo(config.servers());
        assertThat(TEN.forSignalling(config).session()).isEqualTo(config.session());
    }

    @Test
    void nothingGetsShorterThanTheLeast() {
        TimeScale much = new TimeScale(100_000);
        assertThat(much.forSignalling(Budget.durationMs(5))).isEqualTo(Budget.durationMs(1));
        assertThat(much.forSignalling(Examples.line(1)).keepalive().intervalSeconds()).isEqualTo(1);
    }

    @Test
    void withoutAScaleNothingIsChanged() {
        LineConfig config = Examples.line(1);
        TimeScale one = new TimeScale(1);
        assertThat(one.forPolicy(config)).isSameAs(config);
        assertThat(one.forSignalling(config)).isSameAs(config);
        assertThat(one.forSignalling(Budget.durationMs(5))).isEqualTo(Budget.durationMs(5));
    }

    @Test
    void aScaleIsAboveZero() {
        assertThatThrownBy(() -> new TimeScale(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeScale(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A registrar's period and the give-up time, through a line from end to end. */
    @Test
    void aLineAsksForTheWholePeriodAndRefreshesAfterItsShareOfIt() {
        Server server =
                Server.at("192.0.2.1").with(d -> d.giveUp(GiveUp.all(8_000)).expiresSeconds(600));
        Profile countsAlways = new Profile(false, false, false, 2);
        LineConfig config =
                Examples.line(1).with(d -> d.servers(List.of(server)).profile(countsAlways));
        World world = World.draft().scale(10).make().with(World.kit()).open(config);
        FakeLine wire = world.wire(1);
        assertThat(wire.config().timers()).isEqualTo(Timers.RFC3261);
        assertThat(wire.last().what()).isEqualTo(new Request.Register("r2", 600));
        assertThat(wire.last().budget()).isEqualTo(Budget.durationMs(800));
        wire.endLast(Examples.granted(600));
        world.advance(Duration.ofSeconds(479));
        assertThat(wire.sent()).hasSize(1);
        world.advance(Duration.ofSeconds(61));
        assertThat(wire.sent()).hasSize(2);
    }

    @Test
    void timersOfThePolicyRunOnTheFastClock() throws InterruptedException {
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        ScaledClock clock = new ScaledClock(timers, 1000);
        AtomicLong fired = new AtomicLong(-1);
        long before = clock.nowMs();
        clock.schedule(60_000, () -> fired.set(clock.nowMs()));
        DeviceClock.Timer cancelled = clock.schedule(60_000, () -> fired.set(0));
        cancelled.cancel();
        timers.shutdown();
        assertThat(timers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(fired.get() - before).isGreaterThanOrEqualTo(60_000);
        assertThat(Duration.between(clock.wallAt(0), clock.wallAt(60_000)))
                .isBetween(Duration.ofMillis(55), Duration.ofMillis(65));
    }

    @Test
    void aSoftChangeIsShownToThePolicyStretchedToo() {
        Script policy = Script.silent();
        World world = World.draft().scale(10).make().with(policy).open(Examples.line(1));
        world.set.configure(Examples.line(1).with(draft -> draft.retrySeconds(7)));
        LineConfig seen = policy.events(LineEvent.Configured.class).get(0).config();
        assertThat(seen.timers().t1Ms()).isEqualTo(5_000);
        assertThat(world.line(1).config().timers()).isEqualTo(Timers.RFC3261);
        assertThat(world.wire(1).config().retrySeconds()).isEqualTo(7);
    }

    @Test
    void anOptionsBudgetOfAWatchIsDividedToo() {
        Script policy =
                Script.silent()
                        .on(
                                LineEvent.Started.class,
                                new Command.Watch(
                                        Examples.hop(0),
                                        Duration.ofSeconds(60),
                                        Budget.durationMs(5_000)));
        World world = World.draft().scale(10).make().with(policy).open(Examples.line(1));
        world.advance(Duration.ofSeconds(60));
        assertThat(world.wire(1).last().budget()).isEqualTo(Budget.durationMs(500));
    }
}
