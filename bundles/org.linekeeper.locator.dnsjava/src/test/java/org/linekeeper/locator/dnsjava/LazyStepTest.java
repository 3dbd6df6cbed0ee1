// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;

class LazyStepTest {
    private static final Located ANSWER = new Located.Failed("asked");

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final LazyStep step = new LazyStep(this::make, tasks::add);

    @Test
    void theStepIsMadeOnceAndNotByTheCaller() {
        CompletableFuture<Optional<Located>> one = locate(step);
        CompletableFuture<Optional<Located>> other = locate(step);
        assertThat(made).hasValue(0);
        assertThat(one).isNotDone();
        runAll();
        assertThat(one).isCompletedWithValue(Optional.of(ANSWER));
        assertThat(other).isCompletedWithValue(Optional.of(ANSWER));
        assertThat(made).hasValue(1);
    }

    @Test
    void closedItMakesNothingAndFails() {
        CompletableFuture<Optional<Located>> before = locate(step);
        step.close();
        runAll();
        assertThat(before.join().orElseThrow())
                .isEqualTo(new Located.Failed("pbx: not looked up, the phone is stopping"));
        assertThat(made).hasValue(0);
    }

    @Test
    void closingClosesWhatWasMade() {
        locate(step);
        runAll();
        step.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void noThreadAndABugAreFailures() {
        LazyStep full =
                new LazyStep(
                        this::make,
                        task -> {
                            throw new RejectedExecutionException();
                        });
        assertThat(locate(full).join().orElseThrow())
                .isEqualTo(new Located.Failed("pbx: too many names are being looked up"));
        LazyStep broken =
                new LazyStep(
                        () -> {
                            throw new NoClassDefFoundError("for the test");
                        },
                        Runnable::run);
        assertThat(locate(broken).join().orElseThrow())
                .isEqualTo(new Located.Failed("pbx: an internal error, see the log"));
    }

    private Step make() {
        made.incrementAndGet();
        return new Step() {
            @Override
            public CompletionStage<Optional<Located>> locate(Server server, DnsRules rules) {
                return CompletableFuture.completedFuture(Optional.of(ANSWER));
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static CompletableFuture<Optional<Located>> locate(Step step) {
        return step.locate(Server.at("pbx"), DnsRules.STANDARD).toCompletableFuture();
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }
}
