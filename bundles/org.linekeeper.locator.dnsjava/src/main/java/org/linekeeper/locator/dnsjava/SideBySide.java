// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Does several things that block at the same time. The caller's thread works with the others, so
 * that everything is done even when there is no other.
 */
final class SideBySide {
    private static final int HELPERS = 7;

    private final Executor workers;

    /**
     * Uses spare threads.
     *
     * @param workers may reject
     */
    SideBySide(Executor workers) {
        this.workers = workers;
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
        try {
            IntStream.range(0, Math.min(HELPERS, items.size() - 1))
                    .forEach(i -> workers.execute(worker));
        } catch (RejectedExecutionException e) {
            // All threads are busy: those that there are, and this one, do it one by one.
        }
        worker.run();
        return results.stream().map(CompletableFuture::join).toList();
    }

    private static <T, R> void complete(CompletableFuture<R> result, Function<T, R> work, T item) {
        try {
            result.complete(work.apply(item));
        } catch (RuntimeException | LinkageError bug) {
            result.completeExceptionally(bug);
        }
    }
}
