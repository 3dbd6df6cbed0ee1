// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

/**
 * OPTIONS to targets, one stream each whatever the number of lines that watch it, at the shortest
 * interval asked for. Safe for use by several threads.
 */
final class Watches {
    /** Who watches: hears of verdicts and can send. */
    interface Watcher {
        void observed(HealthObserved event);

        /** Sends one OPTIONS; the outcome comes back through {@link Watches#ended}. */
        void probe(long attempt, Command.Watch watch);
    }

    /** One target's stream. */
    private static final class Stream {
        final Map<Watcher, Command.Watch> watchers = new LinkedHashMap<>();
        Optional<DeviceClock.Timer> timer = Optional.empty();
        long attempt;
    }

    private final DeviceClock clock;
    private final Map<Target, Stream> streams = new HashMap<>();
    private long nextAttempt = -1;

    Watches(DeviceClock clock) {
        this.clock = clock;
    }

    synchronized void watch(Watcher watcher, Command.Watch watch) {
        Stream stream = streams.computeIfAbsent(watch.hop().target(), target -> new Stream());
        stream.watchers.put(watcher, watch);
        schedule(watch.hop().target(), stream);
    }

    synchronized void unwatch(Watcher watcher, Target target) {
        Stream stream = streams.get(target);
        if (stream == null) {
            return;
        }
        stream.watchers.remove(watcher);
        // Its OPTIONS may go with it; the next one is sent by another watcher.
        stream.attempt = 0;
        if (stream.watchers.isEmpty()) {
            stream.timer.ifPresent(DeviceClock.Timer::cancel);
            streams.remove(target);
        }
    }

    /** A line goes away. */
    synchronized void unwatchAll(Watcher watcher) {
        for (Target target : streams.keySet().toArray(Target[]::new)) {
            unwatch(watcher, target);
        }
    }

    private void schedule(Target target, Stream stream) {
        stream.timer.ifPresent(DeviceClock.Timer::cancel);
        long interval =
                stream.watchers.values().stream()
                        .mapToLong(watch -> watch.interval().toMillis())
                        .min()
                        .orElseThrow();
        stream.timer = Optional.of(clock.schedule(interval, () -> due(target)));
    }

    private void due(Target target) {
        Watcher first;
        Command.Watch watch;
        long attempt;
        synchronized (this) {
            Stream stream = streams.get(target);
            if (stream == null) {
                return;
            }
            // One at a time: a target that takes longer than the interval is not asked again.
            first = stream.watchers.keySet().iterator().next();
            watch = stream.watchers.get(first);
            attempt = stream.attempt == 0 ? nextAttempt-- : 0;
            if (attempt != 0) {
                stream.attempt = attempt;
            }
            schedule(target, stream);
        }
        if (attempt != 0) {
            first.probe(attempt, watch);
        }
    }

    /** An OPTIONS has its outcome: everybody who watches that target hears of it. */
    void ended(long attempt, Outcome outcome) {
        Map.Entry<Target, Stream> found;
        Watcher[] watchers;
        synchronized (this) {
            found =
                    streams.entrySet().stream()
                            .filter(entry -> entry.getValue().attempt == attempt)
                            .findFirst()
                            .orElse(null);
            if (found == null) {
                return;
            }
            found.getValue().attempt = 0;
            watchers = found.getValue().watchers.keySet().toArray(Watcher[]::new);
        }
        HealthObserved event =
                new HealthObserved(found.getKey(), outcome, HealthObserved.Source.WATCH);
        for (Watcher watcher : watchers) {
            watcher.observed(event);
        }
    }
}
