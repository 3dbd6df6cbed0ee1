// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Comparator;
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
 * interval asked for, by a line that asks for that. Safe for use by several threads.
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
        final Target target;
        Optional<DeviceClock.Timer> timer = Optional.empty();
        Optional<Watcher> prober = Optional.empty();
        long attempt;
        long lastMs;

        Stream(Target target, long nowMs) {
            this.target = target;
            this.lastMs = nowMs;
        }
    }

    private final DeviceClock clock;
    private final Map<Target, Stream> streams = new HashMap<>();
    private long nextAttempt = -1;

    Watches(DeviceClock clock) {
        this.clock = clock;
    }

    /** Watches a target, or goes on with another interval or time-out. */
    synchronized void watch(Watcher watcher, Command.Watch watch) {
        Stream stream =
                streams.computeIfAbsent(
                        watch.hop().target(), target -> new Stream(target, clock.nowMs()));
        stream.watchers.put(watcher, watch);
        schedule(stream);
    }

    synchronized void unwatch(Watcher watcher, Target target) {
        Stream stream = streams.get(target);
        if (stream == null) {
            return;
        }
        stream.watchers.remove(watcher);
        if (stream.prober.equals(Optional.of(watcher))) {
            // Its OPTIONS may go with it; the next one is sent by another watcher.
            stream.prober = Optional.empty();
        }
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

    /** The next one is an interval after the last, whoever comes in between. */
    private void schedule(Stream stream) {
        stream.timer.ifPresent(DeviceClock.Timer::cancel);
        long interval = stream.watchers.get(closest(stream)).interval().toMillis();
        long delay = Math.max(0, stream.lastMs + interval - clock.nowMs());
        stream.timer = Optional.of(clock.schedule(delay, () -> due(stream)));
    }

    /** Whose OPTIONS are sent: another line's might wait longer for an answer than this one can. */
    private static Watcher closest(Stream stream) {
        return stream.watchers.entrySet().stream()
                .min(Comparator.comparing(watching -> watching.getValue().interval()))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private void due(Stream stream) {
        Watcher prober;
        Command.Watch watch;
        long attempt;
        synchronized (this) {
            if (streams.get(stream.target) != stream) {
                return;
            }
            stream.lastMs = clock.nowMs();
            schedule(stream);
            if (stream.prober.isPresent()) {
                // One at a time: a target that is slower than the interval is not asked again.
                return;
            }
            prober = closest(stream);
            watch = stream.watchers.get(prober);
            attempt = nextAttempt--;
            stream.prober = Optional.of(prober);
            stream.attempt = attempt;
        }
        prober.probe(attempt, watch);
    }

    /** An OPTIONS has its outcome: everybody who watches that target hears of it. */
    void ended(long attempt, Outcome outcome) {
        Target target;
        Watcher[] watchers;
        synchronized (this) {
            Optional<Stream> asked =
                    streams.values().stream()
                            .filter(s -> s.prober.isPresent() && s.attempt == attempt)
                            .findFirst();
            if (asked.isEmpty()) {
                return;
            }
            target = asked.get().target;
            asked.get().prober = Optional.empty();
            watchers = asked.get().watchers.keySet().toArray(Watcher[]::new);
        }
        HealthObserved event = new HealthObserved(target, outcome, HealthObserved.Source.WATCH);
        for (Watcher watcher : watchers) {
            watcher.observed(event);
        }
    }
}
