// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTime() {
        clock.schedule(30, () -> log("c"));
        clock.schedule(10, () -> log("a"));
        clock.schedule(20, () -> log("b"));
        clock.advance(Duration.ofMillis(25));
        assertThat(ran).containsExactly("a@10", "b@20");
        clock.advance(Duration.ofMillis(5));
        assertThat(ran).containsExactly("a@10", "b@20", "c@30");
        assertThat(clock.nowMs()).isEqualTo(30);
    }

    @Test
    void tasksOfOneMomentRunInTheOrderOfScheduling() {
        for (int i = 0; i < 20; i++) {
            int number = i;
            clock.schedule(5, () -> log("" + number));
        }
        clock.advance(Duration.ofMillis(5));
        assertThat(ran).hasSize(20).startsWith("0@5", "1@5").endsWith("18@5", "19@5");
    }

    @Test
    void aTaskThatATaskSchedulesRunsInTheSameAdvance() {
        clock.schedule(10, () -> clock.schedule(10, () -> log("later")));
        clock.schedule(15, () -> log("between"));
        clock.advance(Duration.ofMillis(20));
        assertThat(ran).containsExactly("between@15", "later@20");
    }

    @Test
    void nothingRunsBeforeTheClockIsMoved() {
        clock.schedule(0, () -> log("now"));
        assertThat(ran).isEmpty();
        clock.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now@0");
    }

    @Test
    void aCancelledTaskNeverRuns() {
        VirtualClock.Task task = clock.schedule(10, () -> log("cancelled"));
        clock.schedule(10, task::cancel);
        VirtualClock.Task second = clock.schedule(20, () -> log("second"));
        clock.schedule(10, second::cancel);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("cancelled@10");
        assertThat(clock.nextMs()).isEmpty();
        task.cancel();
    }

    @Test
    void theNextTaskIsKnown() {
        clock.schedule(10, () -> {}).cancel();
        clock.schedule(40, () -> {});
        assertThat(clock.nextMs()).hasValue(40);
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.schedule(-1, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void log(String what) {
        ran.add(what + "@" + clock.nowMs());
    }
}
