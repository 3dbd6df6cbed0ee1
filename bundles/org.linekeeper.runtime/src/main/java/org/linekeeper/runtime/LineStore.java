// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state of lines on the disk, behind the lines' backs: at most once a second for each
 * line, as flash wears, and at once where a binding was granted. Safe for use by several threads.
 */
final class LineStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineStore.class);
    private static final long PAUSE_MS = 1000;

    private final Path home;
    private final DeviceClock clock;
    private final Executor pool;
    private final Map<Integer, Supplier<String>> dirty = new HashMap<>();

    /** Held while the disk is at work; nobody who holds up a line takes it. */
    private final Object disk = new Object();

    private boolean waiting;

    /**
     * A store.
     *
     * @param home a directory that exists
     * @param pool where the disk is written; tasks may block
     */
    LineStore(Path home, DeviceClock clock, Executor pool) {
        this.home = home;
        this.clock = clock;
        this.pool = pool;
    }

    /** What was kept of a line; empty, with a warning, if it cannot be read. */
    Optional<String> load(int line) {
        try {
            return file(line).read();
        } catch (IOException e) {
            LOG.warn("line {} starts afresh: {}", line, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * A line has changed.
     *
     * @param state gives the text to be kept, when it comes to that
     * @param atOnce whether it should not wait its second
     */
    synchronized void changed(int line, Supplier<String> state, boolean atOnce) {
        dirty.put(line, state);
        if (atOnce) {
            pool.execute(this::flush);
        } else if (!waiting) {
            waiting = true;
            long delay = (long) (PAUSE_MS * clock.scale());
            clock.schedule(delay, () -> pool.execute(this::pauseIsOver));
        }
    }

    private void pauseIsOver() {
        synchronized (this) {
            waiting = false;
        }
        flush();
    }

    private void flush() {
        synchronized (disk) {
            Map<Integer, Supplier<String>> due;
            synchronized (this) {
                due = Map.copyOf(dirty);
                dirty.clear();
            }
            due.forEach(this::write);
        }
    }

    private void write(int line, Supplier<String> state) {
        try {
            file(line).write(state.get());
        } catch (IOException e) {
            LOG.warn("line {} is not on the disk: {}", line, e.toString());
        }
    }

    /** What was kept of a line is of no use any more. Waits for the disk. */
    void forget(int line) {
        synchronized (disk) {
            synchronized (this) {
                dirty.remove(line);
            }
            try {
                file(line).delete();
            } catch (IOException e) {
                LOG.warn("line {} leaves its old state behind: {}", line, e.toString());
            }
        }
    }

    private AtomicFile file(int line) {
        return new AtomicFile(home.resolve("line-" + line + ".state"));
    }

    @Override
    public void close() {
        flush();
    }
}
