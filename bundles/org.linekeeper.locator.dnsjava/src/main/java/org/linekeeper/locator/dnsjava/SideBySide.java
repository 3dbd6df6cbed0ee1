// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Does several things that block at the same time. The caller's thread works with the others, so
 * that everything is done even when there is no other.
 */
final class SideBySide {
    private static final int HELPERS = 7;

    private final Executor workers;
    private final Semaphore spare;

    /**
     * Uses spare threads.
     *
     * @param workers may reject
     * @param spare how many of them are for this at most
     */
    SideBySide(Executor workers, int spare) {
        this.workers = workers;
        this.spare = new Semaphore(spare);
    }

    /** The results of {@code work}, in the order of the items; blocks. */
    <T, R> List<R> map(List<T> items, Function<T, R> work) {
        List<CompletableFuture<R>> results =
                Stream.generate(CompletableFuture<R>::new).limit(items.size()).toList();
        AtomicInteger next = new AtomicInteger();
        Runnable worker =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < items.size();
                            i = next.getAndIncrement()) {
                        complete(results.get(i), work, items.get(i));
                    }
                };
        int helpers = Math.min(HELPERS, items.size() - 1);
        while (helpers > 0 && help(worker)) {
            helpers--;
        }
        worker.run();
        return results.stream().map(CompletableFuture::join).toList();
    }

    /** Whether there was a spare thread for it. */
    private boolean help(Runnable worker) {
        if (!spare.tryAcquire()) {
            return false;
        }
        try {
            workers.execute(
                    () -> {
                        try {
                            worker.run();
                        } finally {
                            spare.release();
                        }
                    });
            return true;
        } catch (RejectedExecutionException e) {
            spare.release();
            return false;
        }
    }

    private static <T, R> void complete(CompletableFuture<R> result, Function<T, R> work, T item) {
        try {
            result.complete(work.apply(item));
        } catch (RuntimeException | Error bug) {
            result.completeExceptionally(bug);
        }
    }
}
