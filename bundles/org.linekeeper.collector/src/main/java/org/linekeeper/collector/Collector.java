// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic;
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
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final long CLOSE_MS = 5_000;

    private final Database database;
    private final Acks acks;
    private final Limits limits;
    private final LongSupplier wallMs;
    private final Inbox inbox;
    private final Counts counts = new Counts();
    private final Thread thread;
    private Optional<Store> store = Optional.empty();
    private Optional<Memory> memory = Optional.empty();
    private long pauseMs;

    private Collector(Database database, Acks acks, Limits limits, LongSupplier wallMs) {
        this.database = database;
        this.acks = acks;
        this.limits = limits;
        this.wallMs = wallMs;
        this.inbox = new Inbox(limits.queuedMessages(), limits.queuedBytes());
        this.thread = new Thread(this::work, "linekeeper-collector");
        this.thread.setDaemon(true);
    }

    /**
     * Starts one; it opens the database by itself, as often as it must.
     *
     * @param wallMs milliseconds since 1970, for what was received when
     */
    public static Collector start(
            Database database, Acks acks, Limits limits, LongSupplier wallMs) {
        Collector collector = new Collector(database, acks, limits, wallMs);
        collector.thread.start();
        return collector;
    }

    /**
     * A message from the broker, on any thread; does not block. The payload must not be changed
     * afterwards.
     *
     * @return whether it was taken on; otherwise it is counted, and the device keeps it
     */
    public boolean offer(String topic, byte[] payload) {
        counts.offered();
        if (payload.length > Payload.MAX_BYTES) {
            counts.drop(Drop.MALFORMED, 1);
            return false;
        }
        boolean taken = inbox.offer(new Inbox.Raw(topic, payload));
        if (!taken) {
            counts.drop(Drop.BUSY, 1);
        }
        return taken;
    }

    public Counts counts() {
        return counts;
    }

    private void work() {
        try {
            List<Inbox.Raw> raw = inbox.take(limits.roundMessages());
            while (!raw.isEmpty()) {
                work(raw);
                raw = inbox.take(limits.roundMessages());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    private void work(List<Inbox.Raw> raw) throws InterruptedException {
        try {
            persist(read(raw));
        } catch (RuntimeException bug) {
            // The thread outlives it; devices send again what was not acknowledged.
            counts.drop(Drop.REFUSED, raw.size());
            LOG.error("A round was given up", bug);
            abandon();
        }
    }

    private List<Message> read(List<Inbox.Raw> raw) {
        List<Message> messages = new ArrayList<>();
        for (Inbox.Raw each : raw) {
            try {
                Optional<Topic.OfDevice> topic =
                        Topic.parse(each.topic())
                                .filter(Topic.OfDevice.class::isInstance)
                                .map(Topic.OfDevice.class::cast);
                if (topic.isEmpty()) {
                    counts.drop(Drop.TOPIC, 1);
                } else {
                    read(topic.get(), each.payload()).ifPresent(messages::add);
                }
            } catch (BadMessage bad) {
                counts.drop(Drop.MALFORMED, 1);
                LOG.debug("{} is left out: {}", each.topic(), bad.getMessage());
            }
        }
        return messages;
    }

    private Optional<Message> read(Topic.OfDevice topic, byte[] payload) throws BadMessage {
        return switch (topic.channel()) {
            case EV -> Optional.of(new Message.Events(topic, Batch.read(Payload.text(payload))));
            case CONN ->
                    Optional.of(new Message.Birth(topic, Connection.read(Payload.text(payload))));
            case STATE ->
                    Optional.of(new Message.State(topic, Snapshot.read(Payload.text(payload))));
            case METRICS, POLICY, RESP -> Optional.of(new Message.Sign(topic));
            case ACK, DESIRED, CMD -> {
                counts.drop(Drop.TOPIC, 1);
                yield Optional.empty();
            }
        };
    }

    /** Tries until it is in the database, or the collector is closed. */
    private void persist(List<Message> messages) throws InterruptedException {
        if (messages.isEmpty()) {
            return;
        }
        while (true) {
            try {
                publish(commit(messages));
                if (pauseMs > 0) {
                    pauseMs = 0;
                    LOG.info("The database is back.");
                }
                return;
            } catch (SQLException e) {
                counts.failed();
                if (SqlStates.isOfTheData(e) && rollback()) {
                    oneByOne(messages);
                    return;
                }
                abandon();
                if (!pause(e)) {
                    return;
                }
            }
        }
    }

    private boolean pause(SQLException e) throws InterruptedException {
        if (pauseMs == 0) {
            LOG.warn("The database does not take it, devices keep it: {}", SqlStates.sentence(e));
        }
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
        return inbox.pause(pauseMs);
    }

    /** One message must not keep the others out. */
    private void oneByOne(List<Message> messages) throws InterruptedException {
        if (messages.size() > 1) {
            for (Message message : messages) {
                persist(List.of(message));
            }
            return;
        }
        try {
            publish(commit(messages));
        } catch (SQLException again) {
            counts.failed();
            if (SqlStates.isOfTheData(again) && rollback()) {
                counts.drop(Drop.REFUSED, 1);
                LOG.warn("A message is left out: {}", SqlStates.sentence(again));
            } else {
                abandon();
                persist(messages);
            }
        }
    }

    private Map<Lane.Key, Ack> commit(List<Message> messages) throws SQLException {
        Instant now = Instant.ofEpochMilli(wallMs.getAsLong());
        if (store.isEmpty()) {
            store = Optional.of(Opening.open(database, now));
        }
        if (memory.isEmpty()) {
            memory = Optional.of(Memory.of(store.get(), limits));
        }
        store.get().at(now);
        Round round = new Round(store.get(), memory.get(), limits, now.toEpochMilli());
        for (Message message : messages) {
            round.apply(message);
        }
        return round.commit(counts);
    }

    private void publish(Map<Lane.Key, Ack> committed) {
        committed.forEach(
                (key, ack) -> {
                    try {
                        acks.acknowledged(key.tenant(), key.device(), ack);
                    } catch (RuntimeException e) {
                        LOG.warn("An acknowledgement was not published", e);
                    }
                });
    }

    /** Whether the connection is still good; what is in memory is read again. */
    private boolean rollback() {
        memory = Optional.empty();
        try {
            if (store.isPresent()) {
                store.get().rollback();
                return true;
            }
        } catch (SQLException e) {
            LOG.debug("The connection is gone: {}", SqlStates.sentence(e));
        }
        return false;
    }

    private void abandon() {
        store.ifPresent(Opening::close);
        store = Optional.empty();
        memory = Optional.empty();
    }

    /** Writes what was taken on, at most five seconds long. */
    @Override
    public void close() {
        inbox.close();
        try {
            thread.join(CLOSE_MS);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
