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
        Running timer = new Running(command.name());
        running.put(timer.name, timer);
        timer.timer = clock.schedule(delay, () -> due.accept(timer));
        return clock.nowMs() + delay;
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
