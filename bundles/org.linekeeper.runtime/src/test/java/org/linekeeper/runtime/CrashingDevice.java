// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/**
 * A device that does nothing but publish transitions and keep states, until it is killed. Prints
 * {@code seq mono} of each transition as soon as it is visible.
 */
final class CrashingDevice {
    private CrashingDevice() {}

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(args[0]);
        ExecutorService disk = Executors.newSingleThreadExecutor();
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        DeviceClock clock = new ScaledClock(timers, 1);
        Publisher publisher = new Publisher(clock, disk, Optional.of(home), new Random(7));
        LineStore store = new LineStore(home, clock, disk);
        Semaphore visible = new Semaphore(4);
        publisher.add(new Durable());
        publisher.add(
                change -> {
                    System.out.print(change.seq() + " " + change.monoMs() + "\n");
                    System.out.flush();
                    visible.release();
                });
        for (long n = publisher.lastSeq() + 1; true; n++) {
            visible.acquire();
            publisher.publish(
                    1,
                    Status.ON_PRIMARY,
                    Status.ON_BACKUP,
                    Why.NO_ANSWER,
                    Optional.of(Examples.hop(1)),
                    "b.example",
                    Optional.of("1-a"));
            LineState state = state(n);
            store.changed(1, () -> StateText.write(state, clock), true);
            if (n % 50 == 0) {
                publisher.confirm("journal", n - 40);
            }
        }
    }

    /** A state of some size that says in two places which one it is. */
    static LineState state(long n) {
        return LineState.initial(Examples.line(1))
                .with(
                        draft -> {
                            draft.nextId(n).memory().put("n", Long.toString(n));
                            for (String key : List.of("a", "b", "c")) {
                                draft.memory().put(key, Long.toString(n).repeat(500));
                            }
                        });
    }

    /** Keeps everything from being forgotten. */
    private static final class Durable implements LineListener {
        @Override
        public void changed(LineStateChanged change) {}

        @Override
        public Optional<String> durableName() {
            return Optional.of("slow");
        }
    }
}
