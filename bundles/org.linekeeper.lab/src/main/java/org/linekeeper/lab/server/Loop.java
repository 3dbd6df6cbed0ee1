// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one thread that owns a server's state; what is posted after the end is dropped. */
final class Loop implements AutoCloseable {

    private static final Future<?> NEVER = CompletableFuture.completedFuture("closed");

    private static final int MAX_TASKS = 20_000;
    private static final int CALL_LIMIT_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    Loop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> newThread(name, task));
        executor.setRemoveOnCancelPolicy(true);
    }

    private Thread newThread(String name, Runnable task) {
        thread = daemon("lab-" + name, task);
        return thread;
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A socket's port is free only when the thread that blocked on it has let go. */
    static void awaitEnd(Thread ended) {
        try {
            ended.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a flood has filled the queue; what still comes should be dropped. */
    boolean isFull() {
        return executor.getQueue().size() > MAX_TASKS;
    }

    void run(Runnable task) {
        after(Duration.ZERO, task);
    }

    Future<?> after(Duration delay, Runnable task) {
        try {
            return executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return NEVER;
        }
    }

    /** Runs on the loop and waits: afterwards nothing that was begun before is still under way. */
    <T> T call(Supplier<T> task) {
        if (Thread.currentThread() == thread) {
            return task.get();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(done, task));
            // A task that is still queued when the loop is closed never runs.
            return done.orTimeout(CALL_LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the server is closed", e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static <T> void complete(CompletableFuture<T> done, Supplier<T> task) {
        try {
            done.complete(task.get());
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // A bug in the lab or in a test's script must show, and must not end the loop.
                System.err.println("lab: a handler failed: " + e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
