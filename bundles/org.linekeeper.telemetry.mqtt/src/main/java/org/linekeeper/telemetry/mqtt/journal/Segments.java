// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The files of a journal's items, oldest first. For one thread at a time. */
final class Segments {
    private static final String HEAD = "journal-head";
    private static final String NEW_HEAD = "journal-new-head";
    private static final String SEGMENT = "journal-segment-";

    private final Disk disk;
    private final int mostBytes;
    private final LongSupplier wallMs;

    /** The head, if there is one, and at most one full segment; more only after a crash. */
    private final Deque<Segment> closed = new ArrayDeque<>();

    /** Files whose items stand in a head that is not in place yet. */
    private final List<Segment> replaced = new ArrayList<>();

    private Segment active;
    private long number;
    private int size;

    Segments(Disk disk, int mostBytes, LongSupplier wallMs) {
        this.disk = disk;
        this.mostBytes = mostBytes;
        this.wallMs = wallMs;
    }

    /**
     * Reads what is there.
     *
     * @param acked everything up to there is left out
     * @param admit what to make of each item that is not
     */
    void recover(Mark acked, Function<Item, List<Item>> admit) throws IOException {
        List<String> names = disk.names();
        disk.delete(NEW_HEAD);
        List<Segment> found = new ArrayList<>();
        List<List<Item>> contents = new ArrayList<>();
        Stream.concat(
                        names.stream().filter(HEAD::equals),
                        names.stream().filter(name -> name.matches(SEGMENT + "\\d{16}")).sorted())
                .forEach(name -> found.add(new Segment(disk, name)));
        for (Segment segment : found) {
            contents.add(segment.read(4 * mostBytes));
        }
        Set<Long> finished = finished(acked, names.contains(HEAD), contents);
        for (int i = 0; i < found.size(); i++) {
            for (Item item : contents.get(i)) {
                if (!acked.covers(item) && !finished.contains(item.epoch())) {
                    admit.apply(item).forEach(found.get(i)::recovered);
                }
            }
            String name = found.get(i).name();
            number = name.equals(HEAD) ? number : Long.parseLong(name.substring(SEGMENT.length()));
        }
        closed.addAll(found);
        size = items().size();
        boolean onlyHead = closed.isEmpty() || closed.getLast().name().equals(HEAD);
        active = onlyHead ? next() : closed.removeLast();
        sweep();
    }

    /**
     * The epochs that the collector has to the end: those before the acknowledged one. A power cut
     * may bring files back whose items a newer head has; so the head's epochs come first only where
     * no other file has them.
     */
    private static Set<Long> finished(Mark acked, boolean head, List<List<Item>> contents) {
        Set<Long> epochs = new LinkedHashSet<>();
        contents.stream()
                .skip(head ? 1 : 0)
                .flatMap(List::stream)
                .forEach(i -> epochs.add(i.epoch()));
        boolean onlyInHead = !epochs.contains(acked.epoch());
        if (head && onlyInHead) {
            epochs.clear();
            contents.get(0).forEach(item -> epochs.add(item.epoch()));
        }
        return epochs.contains(acked.epoch())
                ? epochs.stream().takeWhile(e -> e != acked.epoch()).collect(toSet())
                : Set.of();
    }

    private Segment next() {
        return new Segment(disk, SEGMENT + String.format("%016d", ++number));
    }

    /**
     * Adds an item, to be written with the next flush.
     *
     * @return how many transitions are lost to make room for it
     */
    long add(Item item) {
        long lost = 0;
        if (active.bytes() > mostBytes - Records.MOST_BYTES) {
            lost = rotate();
        }
        active.add(item);
        size++;
        return lost;
    }

    private long rotate() {
        List<Item> full = closed.stream().flatMap(s -> s.items().stream()).toList();
        long lost = 0;
        if (!full.isEmpty()) {
            Segment head = new Segment(disk, NEW_HEAD);
            List<Item> compact = Compaction.of(full, active.items(), wallMs.getAsLong());
            compact.forEach(head::add);
            lost = Compaction.lost(compact) - Compaction.lost(full);
            size += compact.size() - full.size();
            closed.forEach(Segment::forget);
            closed.stream().filter(Segment::isOnDisk).forEach(replaced::add);
            closed.clear();
            closed.add(head);
        }
        closed.add(active);
        active = next();
        return lost;
    }

    /** Whether the next flush writes a head, which has nothing of what was acknowledged. */
    boolean isCompacting() {
        return closed.stream().anyMatch(segment -> segment.name().equals(NEW_HEAD));
    }

    /** Everything is on the disk afterwards, or it throws and is tried again the next time. */
    void flush() throws IOException {
        for (Segment segment : closed) {
            segment.flush();
            if (segment.name().equals(NEW_HEAD)) {
                disk.replace(HEAD, NEW_HEAD);
                segment.rename(HEAD);
            }
        }
        for (Segment segment : replaced) {
            segment.close();
            if (!segment.name().equals(HEAD)) {
                segment.delete();
            }
        }
        replaced.clear();
        active.flush();
    }

    /** Leaves out what the collector has; its files stay until they are swept. */
    void drop(Mark acked) {
        for (Segment segment : all()) {
            Deque<Item> items = segment.items();
            while (!items.isEmpty() && acked.covers(items.peekFirst())) {
                items.removeFirst();
                size--;
            }
            if (!items.isEmpty()) {
                return;
            }
        }
    }

    /** Whether there are files that nobody needs. */
    boolean hasSpare() {
        return !closed.isEmpty() && closed.peekFirst().items().isEmpty();
    }

    /** Takes such files away. */
    void sweep() throws IOException {
        while (hasSpare()) {
            closed.removeFirst().delete();
        }
    }

    private List<Segment> all() {
        List<Segment> all = new ArrayList<>(closed);
        all.add(active);
        return all;
    }

    List<Item> items() {
        return Stream.concat(closed.stream(), Stream.ofNullable(active))
                .flatMap(segment -> segment.items().stream())
                .toList();
    }

    int size() {
        return size;
    }

    /** The next items of the oldest one's epoch, behind a place. */
    List<Item> after(Mark from, int most) {
        List<Item> next = new ArrayList<>();
        long epoch = -1;
        for (Segment segment : all()) {
            for (Item item : segment.items()) {
                epoch = epoch < 0 ? item.epoch() : epoch;
                if (item.epoch() != epoch || next.size() == most) {
                    return next;
                }
                if (!from.covers(item)) {
                    next.add(item);
                }
            }
        }
        return next;
    }

    void close() throws IOException {
        for (Segment segment : all()) {
            segment.close();
        }
        for (Segment segment : replaced) {
            segment.close();
        }
    }
}
