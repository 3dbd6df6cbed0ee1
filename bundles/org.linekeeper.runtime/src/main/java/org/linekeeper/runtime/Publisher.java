// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the device's transitions and tells the listeners, off the switch path: a transition is on
 * the disk before anybody hears of it, so that its number is never given twice. What a durable
 * listener has not confirmed is offered again when it comes back.
 */
final class Publisher implements Transitions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int KEPT = 1000;
    private static final int MOST_KEPT = 10_000;

    private final DeviceClock clock;
    private final Mailbox<Runnable> outbox;
    private final List<LineListener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<LineStateChanged> kept = new ArrayDeque<>();
    private final Map<String, Long> confirmed = new HashMap<>();
    private final Optional<TransitionLog> log;
    private final Optional<AtomicFile> confirmations;
    private final long epoch;
    private long lastSeq;

    /**
     * A publisher.
     *
     * @param home where the log lies; empty = nothing is kept over a restart
     */
    Publisher(DeviceClock clock, Executor pool, Optional<Path> home) {
        this.clock = clock;
        this.outbox = new Mailbox<>(pool, MOST_KEPT, Publisher::run);
        List<LineStateChanged> found = new ArrayList<>();
        this.log = home.flatMap(path -> open(path.resolve("transitions.log"), found));
        this.confirmations = home.map(path -> new AtomicFile(path.resolve("confirmed")));
        confirmations.ifPresent(file -> read(file, confirmed));
        kept.addAll(found);
        LineStateChanged last = kept.peekLast();
        // Without a log the numbers start afresh, which a new epoch says; it grows with the years.
        this.epoch = last == null ? clock.wallAt(clock.nowMs()).getEpochSecond() : last.epoch();
        this.lastSeq = last == null ? 0 : last.seq();
    }

    private static Optional<TransitionLog> open(Path path, List<LineStateChanged> found) {
        try {
            return Optional.of(TransitionLog.open(path, found));
        } catch (IOException e) {
            LOG.warn("transitions are not kept over a restart: {}", e.toString());
            return Optional.empty();
        }
    }

    private static void read(AtomicFile file, Map<String, Long> confirmed) {
        try {
            file.read().stream()
                    .flatMap(String::lines)
                    .map(line -> line.split("\t", 2))
                    .forEach(pair -> confirmed.put(pair[1], Long.parseLong(pair[0])));
        } catch (IOException | RuntimeException e) {
            LOG.warn("durable listeners are offered everything again: {}", e.toString());
        }
    }

    private static void write(AtomicFile file, Map<String, Long> confirmed) {
        StringBuilder text = new StringBuilder();
        confirmed.forEach((name, seq) -> text.append(seq).append('\t').append(name).append('\n'));
        try {
            file.write(text.toString());
        } catch (IOException e) {
            LOG.warn("a confirmation is not on the disk: {}", e.toString());
        }
    }

    /** A line's status or hop changed; gives it its number at once and tells of it later. */
    synchronized void publish(
            int line, Status from, Status to, Why why, Optional<Hop> hop, String server) {
        long now = clock.nowMs();
        LineStateChanged change =
                new LineStateChanged(
                        epoch, ++lastSeq, clock.wallAt(now), now, line, from, to, why, hop, server);
        LOG.info(
                "line {}: {} -> {} ({}){}",
                line,
                word(from),
                word(to),
                why,
                hop.map(at -> ", " + server + " at " + at.target()).orElse(""));
        if (!outbox.post(() -> deliver(change))) {
            // Disk and listeners have stood still for ten thousand transitions.
            LOG.error("transition {} of line {} is lost: nobody takes them", lastSeq, line);
        }
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static boolean run(Runnable task) {
        task.run();
        return true;
    }

    private void deliver(LineStateChanged change) {
        keep(change);
        for (LineListener listener : listeners) {
            tell(listener, change);
        }
    }

    private synchronized void keep(LineStateChanged change) {
        kept.addLast(change);
        trim();
        if (log.isEmpty()) {
            return;
        }
        try {
            log.get().append(List.of(change));
            if (log.get().isLarge()) {
                log.get().rewrite(List.copyOf(kept));
            }
        } catch (IOException e) {
            LOG.warn("transition {} is not on the disk: {}", change.seq(), e.toString());
        }
    }

    private void trim() {
        long unconfirmed =
                confirmed.values().stream().mapToLong(Long::longValue).min().orElse(lastSeq);
        while (kept.size() > KEPT
                && (kept.peekFirst().seq() <= unconfirmed || kept.size() > MOST_KEPT)) {
            kept.removeFirst();
        }
    }

    private static void tell(LineListener listener, LineStateChanged change) {
        try {
            listener.changed(change);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on transition {}: {}", change.seq(), e.toString());
        }
    }

    /** A listener comes, in its turn: a durable one gets first what it has not confirmed. */
    void add(LineListener listener) {
        outbox.post(
                () -> {
                    listener.durableName()
                            .map(this::confirmedBy)
                            .map(this::since)
                            .ifPresent(missed -> missed.forEach(change -> tell(listener, change)));
                    listeners.add(listener);
                });
    }

    private synchronized long confirmedBy(String name) {
        return confirmed.computeIfAbsent(name, absent -> 0L);
    }

    void remove(LineListener listener) {
        outbox.post(() -> listeners.remove(listener));
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public synchronized long lastSeq() {
        return lastSeq;
    }

    @Override
    public synchronized List<LineStateChanged> since(long seq) {
        return kept.stream().filter(change -> change.seq() > seq).toList();
    }

    @Override
    public synchronized void confirm(String durableName, long seq) {
        confirmed.merge(durableName, seq, Math::max);
        trim();
        confirmations.ifPresent(file -> write(file, confirmed));
    }

    @Override
    public synchronized void close() {
        log.ifPresent(
                open -> {
                    try {
                        open.close();
                    } catch (IOException e) {
                        LOG.debug("closing the transitions", e);
                    }
                });
    }
}
