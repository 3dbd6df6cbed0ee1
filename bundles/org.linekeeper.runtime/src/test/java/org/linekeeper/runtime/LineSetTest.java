// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class LineSetTest {
    private static final LineConfig CONFIG = Examples.line(1);
    private static final LineConfig SOFT = CONFIG.with(draft -> draft.retrySeconds(7));
    private static final LineConfig HARD =
            CONFIG.with(draft -> draft.servers(Examples.line(1, "198.51.100.1").servers()));

    @TempDir Path home;

    private final World world = World.ofKit();

    @Test
    void linesStartInTheirOrderAndOnlyAfterOpening() {
        world.set.configure(CONFIG);
        assertThat(world.set.all()).isEmpty();
        world.open(Examples.line(3), Examples.line(1));
        assertThat(world.set.all()).extracting(line -> line.config().line()).containsExactly(1, 3);
        world.set.configure(Examples.line(2));
        assertThat(world.set.all()).hasSize(3);
    }

    @Test
    void aSoftChangeIsTakenUpAtOnceAlsoWhileACallStands() {
        call();
        world.set.configure(SOFT);
        assertThat(world.signalling.opened()).hasSize(1);
        assertThat(world.line(1).config()).isEqualTo(SOFT);
        assertThat(world.line(1).state().config()).isEqualTo(SOFT);
        assertThat(world.wire(1).config()).isEqualTo(SOFT);
        assertThat(world.line(1).state().calls()).containsKey("c1");
    }

    /** The line still shows the first one when the third comes: what it was told last counts. */
    @Test
    void aChangeThatIsTakenBackBeforeTheLineHasTakenItUpIsTakenBack() {
        Script policy = Script.silent();
        World held = World.draft().make().with(policy).open(CONFIG);
        held.pool.hold();
        held.set.configure(SOFT);
        held.set.configure(CONFIG);
        held.set.configure(CONFIG.with(draft -> {}));
        assertThat(held.line(1).config()).isEqualTo(CONFIG);
        held.pool.release();
        assertThat(policy.events(LineEvent.Configured.class))
                .containsExactly(new LineEvent.Configured(SOFT), new LineEvent.Configured(CONFIG));
        assertThat(held.line(1).config()).isEqualTo(CONFIG);
        assertThat(held.wire(1).config()).isEqualTo(CONFIG);
    }

    @Test
    void anEqualConfigurationChangesNothing() {
        register();
        int sent = world.wire(1).sent().size();
        world.set.configure(CONFIG.with(draft -> {}));
        assertThat(world.wire(1).sent()).hasSize(sent);
        assertThat(world.wire(1).done()).isEmpty();
    }

    @Test
    void aNewPasswordStartsTheLineAnew() {
        register();
        world.set.configure(CONFIG.with(draft -> draft.password(Secret.of("new"))));
        sayGoodbye();
        assertThat(world.wire(1).config().password()).isEqualTo(Secret.of("new"));
        assertThat(world.signalling.opened()).hasSize(2);
    }

    @Test
    void aHardChangeWaitsUntilTheCallIsOverThenStopsAndStartsTheLine() {
        call();
        world.set.configure(HARD);
        world.advance(Duration.ofMinutes(10));
        FakeLine old = world.wire(1);
        assertThat(world.signalling.opened()).hasSize(1);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_PRIMARY);

        world.line(1).post(new LineEvent.HangUpAsked("c1"));
        old.endLast(Outcome.Response.of(200));
        world.clock.advanceMs(500);
        assertThat(old.last().what()).isEqualTo(new Request.Register("r2", 0));
        assertThat(old.isClosed()).isFalse();
        old.endLast(Outcome.Response.of(200));
        world.clock.advanceMs(20);
        assertThat(old.isClosed()).isTrue();
        assertThat(world.wire(1)).isNotSameAs(old);
        assertThat(world.wire(1).last().hop().target()).isEqualTo(Examples.target("198.51.100.1"));
    }

    @Test
    void aSilentServerIsNotWaitedForLongerThanTheGoodbye() {
        register();
        FakeLine old = world.wire(1);
        world.set.configure(HARD);
        world.clock.advanceMs(1_480);
        assertThat(old.isClosed()).isFalse();
        world.clock.advanceMs(20);
        assertThat(old.isClosed()).isTrue();
        assertThat(world.line(1).config()).isEqualTo(HARD);
    }

    @Test
    void aChangeThatIsTakenBackDuringTheCallNeverHappens() {
        call();
        world.set.configure(HARD);
        world.set.configure(SOFT);
        world.line(1).post(new LineEvent.HangUpAsked("c1"));
        world.wire(1).endLast(Outcome.Response.of(200));
        world.clock.advanceMs(5_000);
        assertThat(world.signalling.opened()).hasSize(1);
        assertThat(world.line(1).config()).isEqualTo(SOFT);
    }

    @Test
    void theLastOfSeveralChangesDuringTheGoodbyeIsTheOneThatStarts() {
        register();
        LineConfig harder =
                CONFIG.with(draft -> draft.servers(Examples.line(1, "203.0.113.1").servers()));
        world.set.configure(HARD);
        world.set.configure(harder);
        world.set.configure(HARD);
        world.set.configure(harder);
        world.clock.advanceMs(5_000);
        assertThat(world.signalling.opened()).hasSize(2);
        assertThat(world.signalling.opened().get(0).isClosed()).isTrue();
        assertThat(world.line(1).config()).isEqualTo(harder);
    }

    @Test
    void aChangeBackDuringTheGoodbyeStartsTheLineAsItWas() {
        register();
        world.set.configure(HARD);
        world.set.configure(CONFIG);
        world.clock.advanceMs(5_000);
        assertThat(world.signalling.opened()).hasSize(2);
        assertThat(world.line(1).config()).isEqualTo(CONFIG);
        assertThat(world.line(1).state().status()).isEqualTo(Status.REGISTERING);
    }

    @Test
    void aLineThatIsRemovedSaysGoodbyeAndGoes() {
        register();
        FakeLine wire = world.wire(1);
        world.set.remove(1);
        assertThat(world.set.find(1)).isEmpty();
        assertThat(wire.last().what()).isEqualTo(new Request.Register("r2", 0));
        assertThat(wire.isClosed()).isFalse();
        wire.endLast(Outcome.Response.of(200));
        world.clock.advanceMs(20);
        assertThat(wire.isClosed()).isTrue();
        assertThat(world.clock.isIdle()).isTrue();
    }

    @Test
    void aLineThatIsRemovedDuringItsGoodbyeDoesNotComeBack() {
        register();
        world.set.configure(HARD);
        world.set.remove(1);
        world.clock.advanceMs(5_000);
        assertThat(world.set.all()).isEmpty();
        assertThat(world.signalling.opened()).hasSize(1);
        assertThat(world.wire(1).isClosed()).isTrue();
    }

    @Test
    void openingWithOtherLinesRemovesThoseThatAreNotAmongThem() {
        world.open(Examples.line(1), Examples.line(2));
        world.open(Examples.line(2), Examples.line(3));
        assertThat(world.set.all()).extracting(l -> l.config().line()).containsExactly(2, 3);
        assertThat(world.signalling.opened()).hasSize(3);
    }

    @Test
    void aLineCanBeDisabledAndEnabledWhileItRuns() {
        register();
        world.set.configure(CONFIG.with(draft -> draft.enabled(false)));
        answerAll();
        assertThat(world.line(1).state().status()).isEqualTo(Status.DISABLED);
        world.set.configure(CONFIG);
        answerAll();
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void onStoppingBindingsAreRemovedAndWaitedFor() throws InterruptedException {
        world.signalling.answer(sent -> Examples.OK);
        world.open(Examples.line(1), Examples.line(2));
        assertThat(world.set.stopAll()).isZero();
        for (FakeLine wire : world.signalling.opened()) {
            assertThat(wire.last().what()).isEqualTo(new Request.Register("r2", 0));
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(world.clock.isIdle()).isTrue();
    }

    /** Real time: how long SIGTERM takes is the point. */
    @Test
    void aSilentServerDelaysTheEndByNoMoreThanTheGoodbye() throws InterruptedException {
        register();
        long start = System.nanoTime();
        assertThat(world.set.stopAll()).isEqualTo(1);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(5));
        assertThat(world.wire(1).isClosed()).isTrue();
    }

    @Test
    void afterTheEndNothingStarts() throws InterruptedException {
        world.signalling.answer(sent -> Examples.OK);
        world.open(CONFIG);
        world.set.stopAll();
        world.set.configure(Examples.line(2));
        world.line(1).post(new LineEvent.RegisterAsked());
        world.advance(Duration.ofHours(2));
        assertThat(world.signalling.opened()).hasSize(1);
        assertThat(world.clock.isIdle()).isTrue();
    }

    @Test
    void theStateOfOtherServersIsNotUsedAndThatOfARemovedLineNotKept() {
        World kept = World.draft().home(home).make().with(World.kit());
        kept.signalling.answer(sent -> Examples.OK);
        kept.open(CONFIG, Examples.line(2));
        assertThat(home.resolve("line-1.state")).exists();
        kept.set.configure(HARD);
        kept.clock.advanceMs(2_000);
        assertThat(kept.wire(1).sent().get(0).hop().target())
                .isEqualTo(Examples.target("198.51.100.1"));
        kept.set.remove(1);
        kept.clock.advanceMs(2_000);
        assertThat(home.resolve("line-1.state")).doesNotExist();
        assertThat(home.resolve("line-2.state")).exists();
    }

    @Test
    void afterARestartALineKnowsWhatItKnewAndGoesOnUnderNewNumbers() {
        World before = World.draft().home(home).make().with(World.kit());
        before.open(CONFIG);
        before.wire(1).endLast(Examples.SILENCE);
        before.wire(1).endLast(Examples.OK);
        long next = before.line(1).state().nextId();

        World after = World.draft().home(home).make().with(World.kit()).open(CONFIG);
        assertThat(after.line(1).state().health()).containsKey(Examples.target("192.0.2.1"));
        assertThat(after.wire(1).sent().get(0).attempt()).isGreaterThanOrEqualTo(next);
        assertThat(after.wire(1).known()).containsExactly(Examples.hop(0), Examples.hop(1));
    }

    @Test
    void timersThatWereKeptRunOnUnlessThePolicyEndsThem() {
        World before = World.draft().home(home).make();
        before.with(
                Script.silent()
                        .on(
                                LineEvent.Started.class,
                                new Command.StartTimer(
                                        "a", Duration.ofSeconds(60), Duration.ZERO)));
        before.open(CONFIG);
        before.clock.advanceMs(10_000);

        Script policy = Script.silent();
        World after = World.draft().home(home).make();
        after.clock.setWall(before.clock.wallAt(before.clock.nowMs()).plusSeconds(20));
        after.with(policy).open(CONFIG);
        assertThat(after.line(1).state().timers()).containsEntry("a", 30_000L);
        after.clock.advanceMs(29_999);
        assertThat(policy.events(LineEvent.TimerFired.class)).isEmpty();
        after.clock.advanceMs(1);
        assertThat(policy.events(LineEvent.TimerFired.class)).hasSize(1);
    }

    @Test
    void aDamagedStateStartsTheLineAfresh() throws Exception {
        Files.writeString(home.resolve("line-1.state"), "00000000\n{\"v\":1}");
        World kept = World.draft().home(home).make().with(World.kit()).open(CONFIG);
        assertThat(kept.line(1).state().nextId()).isLessThan(10);
        assertThat(kept.wire(1).sent()).hasSize(1);
    }

    /** Line 1 is in service at its first server. */
    private void register() {
        world.open(CONFIG);
        world.wire(1).endLast(Examples.OK);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    /** And call c1 stands there. */
    private void call() {
        register();
        world.line(1).post(new LineEvent.DialAsked("c1", CallPlan.to("200")));
        world.wire(1).endLast(Outcome.Response.of(200));
    }

    private void sayGoodbye() {
        world.wire(1).endLast(Outcome.Response.of(200));
        world.clock.advanceMs(20);
    }

    private void answerAll() {
        for (long attempt :
                world.line(1).state().rounds().values().stream()
                        .flatMapToLong(round -> round.attempt().stream())
                        .toArray()) {
            world.wire(1).end(attempt, Examples.OK);
        }
    }
}
