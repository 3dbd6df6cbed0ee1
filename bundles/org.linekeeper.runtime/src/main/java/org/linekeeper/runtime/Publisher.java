// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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
 * listener has not confirmed is offered again when it comes back, the last {@value #MOST_KEPT} of
 * it.
 *
 * <p>A disk that cannot be written is said once; the listeners hear all the same, and with the next
 * transition it is tried again to keep everything. If the device stops before that worked, the next
 * start has a new epoch.
 */
final class Publisher implements Transitions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int KEPT = 1000;
    private static final int MOST_KEPT = 10_000;
    private static final int CHANCE_BITS = 20;
    private static final long MOST_SECONDS = (1L << 32) - 1;

    private final DeviceClock clock;
    private final Mailbox<Runnable> outbox;
    private final List<LineListener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<LineStateChanged> kept = new ArrayDeque<>();
    private final Map<String, Long> confirmed = new HashMap<>();
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private final Optional<TransitionLog> log;
    private final Optional<AtomicFile> confirmations;
    private final long epoch;
    private long lastSeq;
    private int undelivered;

    /** Of the outbox's reader. */
    private boolean diskFails;

    /**
     * A publisher.
     *
     * @param home where the log lies; empty = nothing is kept over a restart
     * @param chance a new epoch is drawn from it
     */
    Publisher(DeviceClock clock, Executor pool, Optional<Path> home, RandomGenerator chance) {
        this.clock = clock;
        // Bounded by the count of transitions; listeners that come and go are never refused.
        this.outbox = new Mailbox<>(pool, Integer.MAX_VALUE, Publisher::run);
        this.log = home.map(path -> new TransitionLog(path.resolve("transitions.log")));
        this.confirmations = home.map(path -> new AtomicFile(path.resolve("confirmed")));
        TransitionLog.Content found =
                log.map(TransitionLog::read).orElse(TransitionLog.Content.NONE);
        kept.addAll(found.changes());
        lastSeq = kept.isEmpty() ? 0 : kept.getLast().seq();
        long newest = confirmations.map(file -> read(file, found.epoch())).orElse(0L);
        trim();
        // Who has confirmed more than the log knows has seen numbers that are lost here.
        boolean knows =
                newest <= found.epoch()
                        && confirmed.values().stream().allMatch(seq -> seq <= lastSeq);
        boolean goesOn = log.isPresent() && isWritable() && lastSeq > 0 && knows;
        if (!goesOn) {
            kept.clear();
            lastSeq = 0;
            confirmed.replaceAll((name, seq) -> 0L);
        }
        // A new epoch says that the numbers start afresh; epochs grow, whatever the clock does, as
        // far as anything is known of earlier ones.
        this.epoch =
                goesOn
                        ? found.epoch()
                        : Math.max(drawEpoch(chance), Math.max(newest, found.epoch()) + 1);
    }

    /**
     * One that nobody has had before, though the clock may stand at 1970 and the disk be empty: by
     * the second, and by chance within it. Below 2^53, as JSON has it.
     */
    private long drawEpoch(RandomGenerator chance) {
        long second = clock.wallAt(clock.nowMs()).getEpochSecond() & MOST_SECONDS;
        return second << CHANCE_BITS | chance.nextInt(1 << CHANCE_BITS);
    }

    /** Written anew at each start, so that nothing is ever appended behind a torn line. */
    private boolean isWritable() {
        try {
            log.orElseThrow().rewrite(List.copyOf(kept));
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** Gives the newest epoch of which anything was confirmed. */
    private long read(AtomicFile file, long lastEpoch) {
        long[] newest = {0};
        try {
            file.read().stream()
                    .flatMap(String::lines)
                    .map(line -> line.split("\t", 3))
                    .forEach(
                            part -> {
                                long of = Long.parseLong(part[0]);
                                newest[0] = Math.max(newest[0], of);
                                boolean counts = of == lastEpoch;
                                confirmed.put(part[2], counts ? Long.parseLong(part[1]) : 0L);
                            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("durable listeners are offered everything again: {}", e.toString());
        }
        return newest[0];
    }

    private void saveSoon() {
        if (unsaved.compareAndSet(false, true)) {
            outbox.post(this::save);
        }
    }

    private void save() {
        if (confirmations.isEmpty() || !unsaved.compareAndSet(true, false)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            confirmed.forEach(
                    (name, seq) ->
                            text.append(epoch)
                                    .append('\t')
                                    .append(seq)
                                    .append('\t')
                                    .append(name)
                                    .append('\n'));
        }
        try {
            confirmations.get().write(text.toString());
        } catch (IOException e) {
            LOG.warn("a confirmation is not on the disk: {}", e.toString());
        }
    }

    /** A line's status or hop changed; gives it its number at once and tells of it later. */
    synchronized void publish(
            int line,
            Status from,
            Status to,
            Why why,
            Optional<Hop> hop,
            String server,
            Optional<String> ladder) {
        long now = clock.nowMs();
        LineStateChanged change =
                new LineStateChanged(
                        epoch,
                        ++lastSeq,
                        clock.wallAt(now),
                        now,
                        line,
                        from,
                        to,
                        why,
                        hop,
                        server,
                        ladder);
        LOG.info(
                "line {}: {} -> {} ({}){}",
                line,
                word(from),
                word(to),
                why,
                hop.map(at -> ", " + server + " at " + at.target()).orElse(""));
        if (undelivered == MOST_KEPT) {
            // The gap in the numbers tells everybody.
            LOG.error("transition {} of line {} is lost: nobody takes them", lastSeq, line);
            return;
        }
        undelivered++;
        outbox.post(() -> deliver(change));
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static boolean run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("publishing goes on after a fault", bug);
        }
        return true;
    }

    private void deliver(LineStateChanged change) {
        log.ifPresent(open -> keep(open, change));
        synchronized (this) {
            undelivered--;
            kept.addLast(change);
            trim();
        }
        for (LineListener listener : listeners) {
            tell(listener, change);
        }
    }

    private void keep(TransitionLog open, LineStateChanged change) {
        try {
            if (open.needsRewrite()) {
                List<LineStateChanged> all = since(0);
                open.rewrite(Stream.concat(all.stream(), Stream.of(change)).toList());
            } else {
                open.append(change);
            }
            if (diskFails) {
                diskFails = false;
                LOG.info("transitions are kept again");
            }
        } catch (ClosedChannelException late) {
            // The device stops before its disk has come so far; what is there stays.
            LOG.debug("transition {} is not kept", change.seq());
        } catch (IOException e) {
            failed(e);
            open.discard();
        }
    }

    private void failed(IOException e) {
        if (!diskFails) {
            diskFails = true;
            LOG.warn("transitions are not kept over a restart: {}", e.toString());
        }
    }

    private void trim() {
        long safe = confirmed.values().stream().mapToLong(Long::longValue).min().orElse(lastSeq);
        while (kept.size() > KEPT && (kept.peekFirst().seq() <= safe || kept.size() > MOST_KEPT)) {
            kept.removeFirst();
        }
    }

    private static void tell(LineListener listener, LineStateChanged change) {
        try {
            listener.changed(change);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
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

    private long confirmedBy(String name) {
        boolean unknown;
        long seq;
        synchronized (this) {
            unknown = confirmed.putIfAbsent(name, 0L) == null;
            seq = confirmed.get(name);
        }
        if (unknown) {
            // After a restart its share is kept even before it is there.
            saveSoon();
        }
        return seq;
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
    public void confirm(String durableName, long seq) {
        synchronized (this) {
            confirmed.merge(durableName, Math.min(seq, lastSeq), Math::max);
            trim();
        }
        saveSoon();
    }

    /** Once the pool has run dry. */
    @Override
    public void close() {
        save();
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
