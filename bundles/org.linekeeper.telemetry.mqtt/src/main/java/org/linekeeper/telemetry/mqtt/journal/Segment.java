// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A file of records, and those of its items that the collector has not. What the disk does not take
 * waits in memory, within the segment's size, and is tried again with the next flush, behind what
 * was forced before.
 */
final class Segment {
    private final Disk disk;
    private String name;
    private final Deque<Item> items = new ArrayDeque<>();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private Optional<Disk.File> file = Optional.empty();
    private long forced;

    /** Nothing is read or written yet. */
    Segment(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Its file lies under another name from now on. */
    void rename(String next) {
        name = next;
    }

    /** What the file holds, up to the first record that is damaged; the rest is cut off. */
    List<Item> read(int most) throws IOException {
        Disk.File open = open();
        Records.Content content = Records.read(open.read(most));
        forced = content.bytes();
        if (open.size() > forced) {
            open.truncate(forced);
        }
        return content.items();
    }

    private Disk.File open() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(disk.open(name));
        }
        return file.get();
    }

    /** An item that the file holds already. */
    void recovered(Item item) {
        items.addLast(item);
    }

    /** An item to be written with the next flush. */
    void add(Item item) {
        waiting.writeBytes(Records.write(item));
        items.addLast(item);
    }

    /** Bytes in the file and on the way to it. */
    long bytes() {
        return forced + waiting.size();
    }

    /** Writes and forces what waits. */
    void flush() throws IOException {
        if (waiting.size() == 0) {
            return;
        }
        Disk.File open = open();
        // What an earlier flush left there when it failed was never promised to anybody.
        if (open.size() > forced) {
            open.truncate(forced);
        }
        open.write(forced, waiting.toByteArray());
        open.force();
        forced += waiting.size();
        waiting.reset();
    }

    /** What the collector has not, oldest first. */
    Deque<Item> items() {
        return items;
    }

    /** Whether there is a file. */
    boolean isOnDisk() {
        return file.isPresent();
    }

    /** Its items stand elsewhere. */
    void forget() {
        items.clear();
        waiting.reset();
    }

    void close() throws IOException {
        if (file.isPresent()) {
            Disk.File open = file.get();
            file = Optional.empty();
            open.close();
        }
    }

    void delete() throws IOException {
        close();
        disk.delete(name);
    }
}
