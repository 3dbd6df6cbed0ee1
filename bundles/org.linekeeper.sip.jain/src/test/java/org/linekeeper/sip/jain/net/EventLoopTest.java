// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final AtomicLong clockMs = new AtomicLong(1_000);
    private final AtomicLong looks = new AtomicLong();
    private final EventLoop loop =
            new EventLoop(
                    () -> {
                        looks.incrementAndGet();
                        return clockMs.get();
                    });
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void tasksRunInTheOrderGivenOnOneDaemonThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<Integer> order = new CopyOnWriteArrayList<>();
        IntStream.range(0, 5_000)
                .forEach(
                        i ->
                                loop.execute(
                                        () -> {
                                            threads.add(Thread.currentThread());
                                            order.add(i);
                                        }));
        settle();

        assertThat(order).isSorted().hasSize(5_000);
        assertThat(threads.stream().distinct()).hasSize(1);
        assertThat(threads.get(0).isDaemon()).isTrue();
    }

    @Test
    void timerRunsWhenItsTimeComesAndNotBefore() {
        loop.schedule(100, () -> ran.add("late"));
        loop.schedule(50, () -> ran.add("early"));

        advanceMs(49);
        assertThat(ran).isEmpty();
        advanceMs(1);
        assertThat(ran).containsExactly("early");
        advanceMs(50);
        assertThat(ran).containsExactly("early", "late");
    }

    @Test
    void timersOfOneTimeRunInTheOrderGiven() {
        IntStream.range(0, 100).forEach(i -> loop.schedule(5, () -> ran.add("" + i)));

        advanceMs(5);

        assertThat(ran)
                .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
    }

    @Test
    void timerCancelledByTheOneBeforeItDoesNotRun() {
        List<Scheduler.Timer> second = new ArrayList<>();
        loop.schedule(
                5,
                () -> {
                    ran.add("first");
                    second.get(0).cancel();
                });
        second.add(loop.schedule(5, () -> ran.add("second")));

        advanceMs(5);

        assertThat(ran).containsExactly("first");
    }

    @Test
    void cancelledTimersLeaveNothingBehind() {
        TimerQueue queue = new TimerQueue();
        for (int i = 0; i < 10_000; i++) {
            queue.add(0, 32_000, () -> {}).cancel();
        }

        assertThat(queue.size()).isZero();
        assertThat(queue.waitMs(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void delayWithoutEndDoesNotOverflow() {
        loop.schedule(Long.MAX_VALUE, () -> ran.add("never"));
        loop.schedule(-7, () -> ran.add("now"));
        settle();

        assertThat(ran).containsExactly("now");
    }

    @Test
    void timerThatStartsItselfAgainLeavesTasksTheirTurn() {
        AtomicBoolean stop = new AtomicBoolean();
        startAgain(stop);

        settle();

        stop.set(true);
    }

    @Test
    void taskAndTimerThatThrowDoNotEndTheThread() {
        loop.execute(
                () -> {
                    throw new IllegalStateException("task, as the test wants it");
                });
        loop.schedule(
                0,
                () -> {
                    ran.add("timer");
                    throw new StackOverflowError("timer, as the test wants it");
                });
        settle();
        loop.execute(() -> ran.add("after"));
        settle();

        assertThat(ran).containsExactly("timer", "after");
    }

    @Test
    void idleLoopSleeps() {
        loop.schedule(60_000, () -> {});
        settle();
        long before = looks.get();

        await().during(Duration.ofMillis(100)).until(() -> true);

        assertThat(looks.get() - before).isLessThan(5);
    }

    @Test
    void closeEndsTheThreadTwiceOverAndDropsWhatComesAfter() {
        Thread thread = onLoop(Thread::currentThread);

        loop.close();
        loop.close();
        loop.execute(() -> ran.add("after"));
        loop.schedule(0, () -> ran.add("after"));

        assertThat(thread.isAlive()).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void closeFromATaskEndsTheThread() throws InterruptedException {
        Thread thread = onLoop(Thread::currentThread);

        loop.execute(loop::close);

        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void manyThreadsLoseNoTask() throws InterruptedException {
        AtomicLong count = new AtomicLong();
        List<Thread> threads =
                IntStream.range(0, 4).mapToObj(i -> new Thread(() -> giveTasks(count))).toList();
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        settle();

        assertThat(count).hasValue(40_000);
    }

    @Test
    void releaseOfPortsSwallowsNoWakeUp() {
        for (int i = 0; i < 2_000; i++) {
            loop.execute(loop::releasePorts);
            settle();
        }
    }

    private void giveTasks(AtomicLong count) {
        for (int i = 0; i < 10_000; i++) {
            loop.execute(count::incrementAndGet);
        }
    }

    private void startAgain(AtomicBoolean stop) {
        if (!stop.get()) {
            loop.schedule(0, () -> startAgain(stop));
        }
    }

    private void advanceMs(long ms) {
        clockMs.addAndGet(ms);
        settle();
    }

    /** Timers that are due run before the tasks of the same turn, so two turns see them all. */
    private void settle() {
        onLoop(() -> true);
        onLoop(() -> true);
    }

    private <T> T onLoop(java.util.function.Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, loop::execute)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }
}
