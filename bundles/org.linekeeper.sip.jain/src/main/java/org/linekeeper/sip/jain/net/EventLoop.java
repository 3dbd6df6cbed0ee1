// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that waits for sockets, timers and tasks, and serves all wires of the process.
 * Sockets are level-triggered: whatever a turn leaves behind, the next one finds.
 *
 * <p>Tasks that are not yet run are not bounded here. They come from our own parts only, which keep
 * at most a few of them each; a refused task would be a lost hang-up. What strangers send is
 * bounded where it is read.
 */
public final class EventLoop implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** So many tasks, and sockets get their turn. */
    private static final int TASKS_PER_TURN = 1024;

    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int OFFLOADED_TASKS = 256;
    private static final long END_MS = 2000;

    private final LongSupplier nowMs;
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();

    /** Whether the thread will look at the queues before it sleeps, without being woken. */
    private final AtomicBoolean awake = new AtomicBoolean();

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final ThreadPoolExecutor offloaded;
    private final Thread thread;
    private volatile boolean closed;

    /** What becomes of a channel that is ready. */
    interface Handler {
        /** On the loop's thread, without blocking. */
        void ready(SelectionKey key);
    }

    /** A loop on the system's monotonic clock. */
    public EventLoop() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * A loop on a clock of its own; who moves a clock by hand has to {@link #execute} something for
     * the loop to notice.
     *
     * @param nowMs milliseconds that never go backwards, asked from any thread
     * @throws UncheckedIOException if the system has no selector left
     */
    public EventLoop(LongSupplier nowMs) {
        this.nowMs = nowMs;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector: " + e.getMessage(), e);
        }
        offloaded =
                new ThreadPoolExecutor(
                        2,
                        2,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(OFFLOADED_TASKS),
                        task -> daemon(task, "linekeeper-tls"));
        offloaded.allowCoreThreadTimeOut(true);
        thread = daemon(this::run, "linekeeper-sip");
        thread.start();
    }

    @Override
    public long nowMs() {
        return nowMs.getAsLong();
    }

    /** After {@link #close} a task is dropped. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** A negative delay is none. */
    @Override
    public Timer schedule(long delayMs, Runnable task) {
        TimerQueue.Entry entry = timers.add(nowMs(), delayMs, task);
        if (timers.isFirst(entry)) {
            wake();
        }
        return entry;
    }

    /** Ends the thread, waits for that a moment, and closes what was registered; idempotent. */
    @Override
    public void close() {
        closed = true;
        offloaded.shutdownNow();
        selector.wakeup();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(END_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Makes a channel non-blocking and has {@code handler} called when it is ready for ops. */
    SelectionKey register(SelectableChannel channel, int ops, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, handler);
    }

    /**
     * Gives the ports of closed channels back to the system, which Java does no sooner than at the
     * next select. On the loop's thread only.
     */
    void releasePorts() {
        try {
            selector.selectNow();
        } catch (IOException e) {
            LOG.warn("select failed: {}", e.getMessage());
        }
    }

    /** An empty buffer for one read, to be emptied before anyone else is called. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /**
     * Runs work that takes its time on a thread of its own.
     *
     * @return false if there is too much of it already
     */
    boolean offload(Runnable work) {
        try {
            offloaded.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void wake() {
        if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private void run() {
        while (!closed) {
            try {
                select();
                awake.set(true);
                serveChannels();
                timers.runDue(nowMs(), this::guarded);
                runTasks();
            } catch (Throwable e) {
                // Such as no memory: whatever it is, the lines need their thread.
                LOG.error("the signalling thread goes on after a failure", e);
            }
        }
        end();
    }

    private void select() throws IOException {
        // Before the queues are looked at: what comes after this line has to wake us.
        awake.set(false);
        if (!tasks.isEmpty() || !selector.selectedKeys().isEmpty()) {
            selector.selectNow();
            return;
        }
        long waitMs = timers.waitMs(nowMs());
        if (waitMs == 0) {
            selector.selectNow();
        } else {
            // A select without end has the argument 0.
            selector.select(waitMs == Long.MAX_VALUE ? 0 : waitMs);
        }
    }

    private void serveChannels() {
        SelectionKey[] ready = selector.selectedKeys().toArray(SelectionKey[]::new);
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
            if (key.isValid()) {
                serve(key);
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            ((Handler) key.attachment()).ready(key);
        } catch (Throwable e) {
            LOG.error("a socket is closed after a failure", e);
            // It would be ready again at once, and for ever.
            quietly(key.channel());
        }
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a task failed", e);
        }
    }

    private void end() {
        for (SelectionKey key : selector.keys()) {
            quietly(key.channel());
        }
        quietly(selector);
        tasks.clear();
        timers.clear();
    }

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }
}
