// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/** Calls of other lines, as a line sees them. */
class PhoneIdleTest {
    /** What a line saw when it decided. */
    private record Seen(int line, LineEvent event, boolean busyElsewhere) {}

    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

    /** Takes calls up and ends them, and remembers what it saw. */
    private Decision decide(LineState state, LineEvent event) {
        seen.add(new Seen(state.config().line(), event, state.busyElsewhere()));
        if (event instanceof LineEvent.CallOffered offered) {
            Call call = Call.offered(offered.call(), offered.from(), offered.hop());
            return Decision.unchanged(state.with(d -> d.calls().put(call.id(), call)));
        }
        if (event instanceof LineEvent.CallEnded ended) {
            return Decision.unchanged(over(state, ended.call(), Call.Bye.NONE));
        }
        if (event instanceof LineEvent.HangUpAsked asked) {
            return Decision.unchanged(over(state, asked.call(), Call.Bye.PENDING));
        }
        return Decision.unchanged(state);
    }

    private static LineState over(LineState state, String id, Call.Bye bye) {
        Call call = state.calls().get(id).over(Call.State.ENDED, OptionalInt.empty(), "over");
        return state.with(draft -> draft.calls().put(id, call.withBye(bye)));
    }

    private final World world =
            World.draft().make().with(this::decide).open(Examples.line(1), Examples.line(2));

    @Test
    void aLineSeesTheCallsOfOthersAndNotItsOwn() {
        ring(2, "c");
        assertThat(look(1)).isTrue();
        assertThat(look(2)).isFalse();
        ring(1, "d");
        assertThat(look(2)).isTrue();
        world.wire(2).post(new LineEvent.CallEnded("c", ""));
        assertThat(look(1)).isFalse();
        assertThat(look(2)).isTrue();
    }

    @Test
    void whenThePhonesLastCallEndsEveryLineHearsItOnce() {
        ring(1, "a");
        ring(1, "b");
        ring(2, "c");
        world.wire(1).post(new LineEvent.CallEnded("a", ""));
        world.wire(2).post(new LineEvent.CallEnded("c", ""));
        assertThat(idle()).isEmpty();
        world.wire(1).post(new LineEvent.CallEnded("b", ""));
        assertThat(idle())
                .containsExactlyInAnyOrder(
                        new Seen(1, new LineEvent.PhoneIdle(), false),
                        new Seen(2, new LineEvent.PhoneIdle(), false));
        world.line(1).post(new LineEvent.RegisterAsked());
        assertThat(idle()).hasSize(2);
    }

    /** For the user it is over, and what is left of it on the wire holds nothing up. */
    @Test
    void aCallThatIsHungUpNoLongerLivesThoughItsByeIsOnItsWay() {
        ring(2, "c");
        world.line(2).post(new LineEvent.HangUpAsked("c"));
        assertThat(world.line(2).state().calls()).containsKey("c");
        assertThat(idle()).hasSize(2);
        assertThat(look(1)).isFalse();
    }

    @Test
    void aLineThatGoesTakesItsCallsWithIt() {
        ring(2, "c");
        assertThat(look(1)).isTrue();
        world.set.remove(2);
        world.clock.advanceMs(2_000);
        assertThat(idle()).containsExactly(new Seen(1, new LineEvent.PhoneIdle(), false));
        assertThat(look(1)).isFalse();
    }

    @Test
    void aPhoneThatStopsIsNotIdle() throws InterruptedException {
        ring(2, "c");
        world.set.stopAll();
        assertThat(idle()).isEmpty();
    }

    /** What was true when the line looked may be over when it has decided: then it hears of it. */
    @Test
    void aLineThatSawABusyPhoneHearsOfTheEndAfterwards() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        FailoverPolicy slow =
                (state, event) -> {
                    if (event instanceof LineEvent.OptionsAsked) {
                        looking.countDown();
                        pass(ended);
                    }
                    return decide(state, event);
                };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            World real = World.draft().threads(threads).make().with(slow);
            real.open(Examples.line(1), Examples.line(2));
            real.wire(2).post(new LineEvent.CallOffered("c", "sip:1@x", Optional.empty()));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> real.line(2).state().calls().containsKey("c"));
            real.line(1).post(new LineEvent.OptionsAsked());
            assertThat(looking.await(10, TimeUnit.SECONDS)).isTrue();
            real.wire(2).post(new LineEvent.CallEnded("c", ""));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> real.line(2).state().calls().isEmpty());
            ended.countDown();
            await().atMost(Duration.ofSeconds(10)).until(() -> idle().size() == 2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(seen.stream().filter(s -> s.line() == 1))
                .endsWith(
                        new Seen(1, new LineEvent.OptionsAsked(), true),
                        new Seen(1, new LineEvent.PhoneIdle(), false));
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ring(int line, String call) {
        world.wire(line).post(new LineEvent.CallOffered(call, "sip:1@x", Optional.empty()));
    }

    /** What a line sees in an event that is queued now. */
    private boolean look(int line) {
        world.line(line).post(new LineEvent.OptionsAsked());
        return seen.get(seen.size() - 1).busyElsewhere();
    }

    private List<Seen> idle() {
        synchronized (seen) {
            return seen.stream().filter(s -> s.event() instanceof LineEvent.PhoneIdle).toList();
        }
    }
}
