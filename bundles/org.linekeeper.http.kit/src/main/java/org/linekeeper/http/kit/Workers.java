// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The few threads that serve requests. While one of them reads from a client or writes to it, it is
 * watched; while it works for the client it is not, since an interrupt would close the files of
 * others. With all busy and the queue full the server drops the connection.
 */
final class Workers implements Executor, AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final Watchdog watchdog;
    private final Duration limit;
    private final ThreadLocal<Watchdog.Watch> watch = new ThreadLocal<>();

    Workers(Limits limits, Watchdog watchdog) {
        this.watchdog = watchdog;
        this.limit = limits.exchange();
        // A stream of events holds a thread: that many more, or streams would shut out requests.
        int threads = limits.threads() + limits.eventReaders();
        AtomicInteger number = new AtomicInteger();
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(limits.queued()),
                        task -> {
                            String name = "linekeeper-http-" + number.incrementAndGet();
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable exchange) {
        pool.execute(
                () -> {
                    watch.set(watchdog.watch(limit));
                    try {
                        exchange.run();
                    } finally {
                        watch.get().close();
                        watch.remove();
                    }
                });
    }

    /** Does work for a client in one of these threads; afterwards the client's time starts anew. */
    <T> T unwatched(Supplier<T> work) {
        watch.get().close();
        try {
            return work.get();
        } finally {
            watch.set(watchdog.watch(limit));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
