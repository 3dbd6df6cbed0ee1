// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.linekeeper.schema.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what devices say into a database, in unbroken order, and tells them after the commit. A
 * message that comes again changes nothing. While the database is away it acknowledges nothing and
 * tries again, sooner at first: devices keep what was not acknowledged. Several may work on one
 * PostgreSQL.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final long CLOSE_MS = 2_000;
    private static final long NEVER_MS = Long.MIN_VALUE;

    private final Limits limits;
    private final LongSupplier wallMs;
    private final Inbox inbox;
    private final Counts counts = new Counts();
    private final Warnings warnings = new Warnings(() -> System.nanoTime() / 1_000_000);
    private final Reading reading = new Reading(counts, warnings);
    private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();
    private final Reach reach;
    private final Ledger ledger;
    private final Thread thread;
    private final AtomicLong lastMs = new AtomicLong(NEVER_MS);
    private volatile int underWay;

    private Collector(
            Database database, Outlets outlets, Reach reach, Limits limits, LongSupplier wallMs) {
        this.limits = limits;
        this.wallMs = wallMs;
        this.inbox = new Inbox(limits.queuedMessages(), limits.queuedBytes());
        this.reach = reach;
        Gauges gauges = new Gauges(counts, warnings, reach);
        this.ledger = new Ledger(database, outlets, limits, wallMs, gauges, inbox::pause);
        this.thread = new Thread(this::work, "linekeeper-collector");
        this.thread.setDaemon(true);
    }

    /**
     * Starts one; it opens the database by itself, as often as it must.
     *
     * @param reach told whether it is open
     * @param wallMs milliseconds since 1970, for what was received when
     */
    public static Collector start(
            Database database, Outlets outlets, Reach reach, Limits limits, LongSupplier wallMs) {
        Collector collector = new Collector(database, outlets, reach, limits, wallMs);
        collector.thread.start();
        return collector;
    }

    /**
     * A message from the broker, on any thread; does not block. The payload must not be changed
     * afterwards.
     *
     * @param retained whether the broker had kept it, so that it says nothing of the device now
     * @return whether it was taken on; otherwise it is counted, and the device keeps it
     */
    public boolean offer(String topic, byte[] payload, boolean retained) {
        counts.offered();
        if (!retained) {
            lastMs.set(wallMs.getAsLong());
        }
        if (payload.length > Payload.MAX_BYTES) {
            counts.drop(Drop.MALFORMED, 1);
            warnings.leftOut(
                    Drop.MALFORMED, topic, "it has more than " + Payload.MAX_BYTES + " bytes.");
            return false;
        }
        boolean taken = inbox.offer(new Inbox.Raw(topic, payload, retained));
        if (!taken) {
            counts.drop(Drop.BUSY, 1);
            warnings.leftOut(
                    Drop.BUSY,
                    topic,
                    "more comes than the database takes; devices send transitions again.");
        }
        return taken;
    }

    /** When a message came last that was not just kept by the broker. */
    public Optional<Instant> lastMessage() {
        long last = lastMs.get();
        return last == NEVER_MS ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
    }

    /** How many messages wait for the database. */
    public int waiting() {
        return inbox.size() + underWay;
    }

    public Counts counts() {
        return counts;
    }

    /** Whether the database could be opened at the first try, as soon as that is known. */
    public CompletionStage<Boolean> firstTry() {
        return firstTry;
    }

    private void work() {
        try {
            ledger.open(firstTry::complete);
            List<Inbox.Raw> raw = take();
            while (!raw.isEmpty()) {
                underWay = raw.size();
                persist(reading.read(raw));
                underWay = 0;
                raw = take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError gone) {
            // The driver did not come back before its bundle, and all its classes, went.
            LOG.debug("ended in haste", gone);
        } finally {
            ledger.abandon();
            firstTry.complete(false);
            // Whatever it ended of: nothing comes into the database any more, and that has to show.
            reach.away("the collector has ended");
        }
    }

    private List<Inbox.Raw> take() throws InterruptedException {
        return inbox.take(limits.roundMessages(), limits.roundBytes());
    }

    private void persist(List<Message> messages) throws InterruptedException {
        try {
            ledger.persist(messages);
        } catch (RuntimeException | VirtualMachineError bug) {
            // The thread outlives it; devices send again what was not acknowledged.
            ledger.abandon();
            if (messages.size() > 1) {
                for (Message message : messages) {
                    persist(List.of(message));
                }
            } else {
                counts.drop(Drop.REFUSED, 1);
                LOG.error("A message was given up", bug);
            }
        }
    }

    /** Writes what was taken on, at most two seconds long, and says how much it was in all. */
    @Override
    public void close() {
        inbox.close();
        try {
            thread.join(CLOSE_MS);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("Collected: {}.", counts);
    }
}
