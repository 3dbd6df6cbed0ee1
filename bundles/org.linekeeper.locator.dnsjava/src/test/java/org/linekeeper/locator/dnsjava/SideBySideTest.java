// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    @Test
    void itemsAreWorkedOnAtTheSameTimeAndKeepTheirOrder() {
        CyclicBarrier allEight = new CyclicBarrier(8);
        ExecutorService workers = Executors.newCachedThreadPool();
        List<Integer> items = IntStream.range(0, 8).boxed().toList();
        assertThat(new SideBySide(workers, 7).map(items, i -> 10 * i + passed(allEight)))
                .containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
        workers.shutdown();
    }

    private static int passed(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
            return 0;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            return 1;
        }
    }

    @Test
    void withoutASpareThreadTheCallerDoesItAll() {
        SideBySide alone =
                new SideBySide(
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        7);
        assertThat(alone.map(List.of(1, 2, 3), i -> -i)).containsExactly(-1, -2, -3);
        assertThat(alone.map(List.<Integer>of(), i -> -i)).isEmpty();
    }

    @Test
    void noMoreThreadsThanSpareOnesHelpAndTheyComeBack() {
        List<Runnable> helpers = new ArrayList<>();
        SideBySide some = new SideBySide(helpers::add, 2);
        List<Integer> items = IntStream.range(0, 20).boxed().toList();
        assertThat(some.map(items, i -> i)).isEqualTo(items);
        some.map(items, i -> i);
        assertThat(helpers).hasSize(2);
        List.copyOf(helpers).forEach(Runnable::run);
        some.map(items, i -> i);
        assertThat(helpers).hasSize(4);
    }

    @Test
    void aBugReachesTheCaller() {
        SideBySide direct = new SideBySide(Runnable::run, 7);
        assertThatThrownBy(() -> direct.map(List.of(1, 0), i -> 1 / i))
                .hasRootCauseInstanceOf(ArithmeticException.class);
    }
}
