// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.linekeeper.api.policy.Command;

/** The named timers of one line. Safe for use by several threads. */
final class LineTimers {
    /** A timer that runs; another one of the same name is another one. */
    static final class Running {
        private final String name;
        private DeviceClock.Timer timer;

        private Running(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    private final Map<String, Running> running = new HashMap<>();
    private final DeviceClock clock;
    private final RandomGenerator chance;
    private final Consumer<Running> due;

    /**
     * No timers.
     *
     * @param due hears on the clock's thread that a timer's time has come
     */
    LineTimers(DeviceClock clock, RandomGenerator chance, Consumer<Running> due) {
        this.clock = clock;
        this.chance = chance;
        this.due = due;
    }

    /** Starts a timer, or starts it anew, and gives its deadline. */
    synchronized long start(Command.StartTimer command) {
        long spread = command.spread().toMillis();
        long delay = command.delay().toMillis() + (spread == 0 ? 0 : chance.nextLong(spread + 1));
        cancel(command.name());
        long deadline = clock.nowMs() + delay;
        run(command.name(), delay);
        return deadline;
    }

    /** Lets a timer that ran before a restart go on to its deadline. */
    synchronized void resume(String name, long deadlineMs) {
        if (!running.containsKey(name)) {
            run(name, Math.max(0, deadlineMs - clock.nowMs()));
        }
    }

    private void run(String name, long delayMs) {
        Running timer = new Running(name);
        running.put(name, timer);
        timer.timer = clock.schedule(delayMs, () -> due.accept(timer));
    }

    synchronized void cancel(String name) {
        Running timer = running.remove(name);
        if (timer != null) {
            timer.timer.cancel();
        }
    }

    /** Whether this very timer still ran; it no longer does. */
    synchronized boolean take(Running timer) {
        return running.remove(timer.name, timer);
    }

    synchronized void close() {
        running.values().forEach(timer -> timer.timer.cancel());
        running.clear();
    }
}
