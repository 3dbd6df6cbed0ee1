// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Up to where the collector has everything. Two slots, written in turn, each with a checksum: a
 * write that is torn leaves the other one.
 */
final class Watermark implements AutoCloseable {
    private static final int SLOT = 4 * Long.BYTES;

    private final Disk.File file;
    private long turn;
    private Mark mark = Mark.START;
    private boolean written = true;

    Watermark(Disk disk, String name) throws IOException {
        this.file = disk.open(name);
        byte[] slots = file.read(2 * SLOT);
        for (int at = 0; at + SLOT <= slots.length; at += SLOT) {
            read(slots, at);
        }
    }

    private void read(byte[] slots, int at) {
        ByteBuffer slot = ByteBuffer.wrap(slots, at, SLOT);
        long written = slot.getLong();
        Mark found = new Mark(slot.getLong(), slot.getLong());
        if (slot.getLong() == check(slots, at) && written > turn) {
            turn = written;
            mark = found;
        }
    }

    private static long check(byte[] slots, int at) {
        return Integer.toUnsignedLong(Records.crc(slots, at, 3 * Long.BYTES));
    }

    Mark mark() {
        return mark;
    }

    /** Writes without forcing: a mark that is lost is an acknowledgement that comes again. */
    void write(Mark next) throws IOException {
        mark = next;
        written = false;
        write();
    }

    private void write() throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        slot.putLong(turn + 1).putLong(mark.epoch()).putLong(mark.seq());
        slot.putLong(check(slot.array(), 0));
        file.write((turn + 1) % 2 * SLOT, slot.array());
        turn++;
        written = true;
    }

    /** The mark survives from now on. */
    void force() throws IOException {
        if (!written) {
            write();
        }
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
