// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Mark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the upload of transitions stands: how far was sent, and when to begin again behind what the
 * collector has. It goes ahead of the collector by a bounded number only, so that a broker is not
 * filled for a collector that is gone.
 */
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int MOST_AHEAD = 512;
    private static final long REWIND_MS = 5_000;
    private static final long MOST_REWIND_MS = 300_000;

    private final Backlog backlog;
    private Mark sent;
    private int ahead;
    private long rewindMs = REWIND_MS;
    private long rewindAtMs = Long.MAX_VALUE;
    private Optional<Batch> trimmed = Optional.empty();

    Upload(Backlog backlog) {
        this.backlog = backlog;
        this.sent = backlog.acked();
    }

    /** A new connection: whatever was on its way may be lost. */
    void restart() {
        sent = backlog.acked();
        ahead = 0;
        rewindMs = REWIND_MS;
        rewindAtMs = Long.MAX_VALUE;
        trimmed = Optional.empty();
    }

    /** The next batch to send; empty if there is none, or the collector is too far behind. */
    Optional<String> next(long nowMs) {
        if (trimmed.isPresent()) {
            String text = trimmed.get().write();
            trimmed = Optional.empty();
            return Optional.of(text);
        }
        if (ahead >= MOST_AHEAD) {
            return Optional.empty();
        }
        List<Item> items = backlog.pending(sent, Batch.MAX_ENTRIES);
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Item end = items.get(items.size() - 1);
        sent = new Mark(end.epoch(), end.last());
        ahead += items.size();
        if (rewindAtMs == Long.MAX_VALUE) {
            rewindAtMs = nowMs + rewindMs;
        }
        return Optional.of(new Batch(end.epoch(), entries(items)).write());
    }

    private static List<Entry> entries(List<Item> items) {
        List<Entry> entries = new ArrayList<>();
        for (Item item : items) {
            entries.add(entry(item));
        }
        return entries;
    }

    private static Entry entry(Item item) {
        if (item instanceof Item.Transition change) {
            try {
                return Entry.read(change.text());
            } catch (BadMessage notOurs) {
                LOG.warn("transition {} cannot be told: {}", item.last(), notOurs.getMessage());
            }
        }
        boolean gap = item instanceof Item.Gap;
        Instant at = gap ? Instant.ofEpochMilli(((Item.Gap) item).atMs()) : Instant.EPOCH;
        String why = gap ? ((Item.Gap) item).why() : Item.Gap.UNREADABLE;
        return new Gap(item.first(), item.last(), at, why);
    }

    /** The collector says what it has. */
    void acknowledged(Ack ack, long nowMs, Instant wall) {
        Mark before = backlog.acked();
        Mark mark = new Mark(ack.ep(), ack.seq());
        if (backlog.ack(mark)) {
            rewindMs = REWIND_MS;
            boolean behind = sent.epoch() != mark.epoch() || sent.seq() <= mark.seq();
            sent = behind ? mark : sent;
            ahead = behind ? 0 : (int) Math.min(ahead, sent.seq() - mark.seq());
            rewindAtMs = behind ? Long.MAX_VALUE : nowMs + rewindMs;
        } else if (mark.epoch() == before.epoch() && mark.seq() < before.seq()) {
            // Another history than the one that confirmed these: it gets to know what it lacks.
            Gap gap = new Gap(mark.seq() + 1, before.seq(), wall, "trimmed");
            trimmed = Optional.of(new Batch(mark.epoch(), List.of(gap)));
        }
    }

    /** When {@link #tick} has something to do. */
    long wakeAtMs() {
        return rewindAtMs;
    }

    /** What the collector has not confirmed for long is sent once more, ever more rarely. */
    void tick(long nowMs) {
        if (nowMs >= rewindAtMs) {
            sent = backlog.acked();
            ahead = 0;
            rewindMs = Math.min(MOST_REWIND_MS, 2 * rewindMs);
            rewindAtMs = Long.MAX_VALUE;
        }
    }
}
