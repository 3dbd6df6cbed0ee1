// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.linekeeper.telemetry.mqtt.journal.Item.Gap;
import org.linekeeper.telemetry.mqtt.journal.Item.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transitions until the collector has them, on a disk that may fail and a device that may be killed
 * at any point. The numbers of an epoch have no holes in here: what is lost stands there as a
 * {@link Gap}. Safe for use by several threads; {@link #append} waits for the disk, the others do
 * not wait for it for long.
 *
 * <p>There are two segments of a bounded size, and a head for the little that stays of older ones:
 * when both are full of what the collector does not take, the older one shrinks to the last
 * transition of each line and gaps.
 */
public final class Journal implements AutoCloseable {
    /** The usual size of a segment. */
    public static final int SEGMENT_BYTES = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String ACKED = "journal-acked";

    private final LongSupplier wallMs;
    private final Watermark watermark;
    private final Segments segments;
    private Mark last;
    private long dropped;
    private boolean fails;

    Journal(Disk disk, int segmentBytes, LongSupplier wallMs) throws IOException {
        this.wallMs = wallMs;
        this.segments = new Segments(disk, segmentBytes, wallMs);
        this.watermark = new Watermark(disk, ACKED);
        this.last = watermark.mark();
        segments.recover(watermark.mark(), item -> admit(item, Gap.UNREADABLE));
        this.dropped = Compaction.lost(segments.items());
    }

    /**
     * Opens the journal of a directory, which is made if it is not there.
     *
     * @param segmentBytes the size of each of the two segments
     * @param wallMs the wall clock, milliseconds of 1970
     */
    public static Journal open(Path directory, int segmentBytes, LongSupplier wallMs)
            throws IOException {
        return new Journal(new Directory(directory), segmentBytes, wallMs);
    }

    /** The item as it follows on what is there; with a gap before it if numbers are missing. */
    private List<Item> admit(Item item, String why) {
        long before = item.epoch() == last.epoch() ? last.seq() : 0;
        if (item.last() <= before) {
            return List.of();
        }
        last = Mark.behind(item);
        List<Item> all = new ArrayList<>(2);
        if (item.first() > before + 1) {
            all.add(gap(item, before + 1, item.first() - 1, why));
        }
        boolean overlaps = item.first() <= before;
        all.add(overlaps && item instanceof Gap gap ? gap.behind(before) : item);
        return all;
    }

    private Gap gap(Item item, long first, long lost, String why) {
        return new Gap(item.epoch(), first, lost, wallMs.getAsLong(), why);
    }

    /**
     * Takes transitions, oldest first; those that it has are left out. One force for all of them.
     *
     * @return whether everything up to the last one is safe; if not, it is kept in memory, sent all
     *     the same, and written as soon as the disk allows
     */
    public synchronized boolean append(List<Transition> changes) {
        for (Transition change : changes) {
            for (Item item : admit(change, Gap.MISSING)) {
                if (item instanceof Gap gap) {
                    dropped += gap.count();
                }
                dropped += segments.add(item);
            }
        }
        try {
            if (segments.isCompacting()) {
                // Files go of which the collector has the beginning: the mark must not go back.
                watermark.force();
            }
            segments.flush();
            if (fails) {
                LOG.info("the journal is written again");
            }
            fails = false;
        } catch (IOException e) {
            failed(e);
        }
        return !fails;
    }

    private void failed(IOException e) {
        if (!fails) {
            fails = true;
            LOG.warn("the journal cannot be written: {}", e.toString());
        }
    }

    /** The place behind the last transition that was taken. */
    public synchronized Mark last() {
        return last;
    }

    /** Up to where the collector has everything. */
    public synchronized Mark acked() {
        return watermark.mark();
    }

    /**
     * The collector has everything of this epoch up to this number. Only what is next in turn can
     * be acknowledged: an epoch that has begun is finished first.
     *
     * @return whether that says something new
     */
    public synchronized boolean ack(Mark mark) {
        List<Item> pending = segments.items();
        boolean known = pending.stream().anyMatch(i -> i.epoch() == mark.epoch());
        long newest =
                pending.stream().filter(mark::isOfEpoch).mapToLong(Item::last).max().orElse(0);
        if (!known || mark.seq() > newest || !mark.covers(pending.get(0))) {
            return false;
        }
        try {
            segments.drop(mark);
            watermark.write(mark);
            if (segments.hasSpare()) {
                watermark.force();
                segments.sweep();
            }
        } catch (IOException e) {
            failed(e);
        }
        return true;
    }

    /**
     * What is to be sent next, oldest first, all of one epoch and without a hole.
     *
     * @param from behind which place; of another epoch than the oldest item's = from that one on
     * @param most how many at most
     */
    public synchronized List<Item> pending(Mark from, int most) {
        return segments.after(from, most);
    }

    /** How many items the collector has not. */
    public synchronized int size() {
        return segments.size();
    }

    /** How many transitions have been lost since the collector was last up to date. */
    public synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            watermark.force();
        } finally {
            watermark.close();
            segments.close();
        }
    }
}
