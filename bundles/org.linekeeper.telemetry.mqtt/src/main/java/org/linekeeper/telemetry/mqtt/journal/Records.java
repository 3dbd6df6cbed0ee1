// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Items as bytes: {@code length | crc32 | seq | payload}, each number big-endian; length counts seq
 * and payload, and so does the checksum.
 */
final class Records {
    /** More than any transition has; a length above it is damage. */
    static final int MOST_BYTES = 16 << 10;

    private static final int HEAD = 2 * Integer.BYTES;
    private static final byte TRANSITION = 1;
    private static final byte GAP = 2;

    private Records() {}

    /**
     * What could be read from the start.
     *
     * @param items whole ones
     * @param bytes that they take; what is behind is no record
     */
    record Content(List<Item> items, int bytes) {}

    static byte[] write(Item item) {
        String words = item instanceof Item.Transition change ? change.text() : why(item);
        byte[] text = words.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(HEAD + 4 * Long.BYTES + 1 + text.length);
        buffer.position(HEAD);
        buffer.putLong(item.last());
        if (item instanceof Item.Transition change) {
            buffer.put(TRANSITION).putLong(item.epoch()).putInt(change.line()).put(text);
        } else if (item instanceof Item.Gap gap) {
            buffer.put(GAP).putLong(gap.epoch()).putLong(gap.first()).putLong(gap.atMs()).put(text);
        }
        int end = buffer.position();
        if (end - HEAD > MOST_BYTES) {
            throw new IllegalArgumentException("transition " + item.last() + " is too long");
        }
        buffer.putInt(0, end - HEAD).putInt(Integer.BYTES, crc(buffer.array(), HEAD, end - HEAD));
        byte[] record = new byte[end];
        buffer.get(0, record);
        return record;
    }

    private static String why(Item item) {
        return item instanceof Item.Gap gap ? gap.why() : "";
    }

    static Content read(byte[] bytes) {
        List<Item> items = new ArrayList<>();
        int at = 0;
        Optional<Item> next = at(bytes, at);
        while (next.isPresent()) {
            items.add(next.get());
            at += HEAD + ByteBuffer.wrap(bytes).getInt(at);
            next = at(bytes, at);
        }
        return new Content(items, at);
    }

    private static Optional<Item> at(byte[] bytes, int at) {
        if (bytes.length - at < HEAD) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, at, bytes.length - at);
        int length = buffer.getInt();
        int crc = buffer.getInt();
        boolean fits = length > 0 && length <= MOST_BYTES && length <= buffer.remaining();
        if (!fits || crc(bytes, at + HEAD, length) != crc) {
            return Optional.empty();
        }
        return item(buffer.limit(at + HEAD + length));
    }

    private static Optional<Item> item(ByteBuffer buffer) {
        try {
            long seq = buffer.getLong();
            byte kind = buffer.get();
            long epoch = buffer.getLong();
            if (kind == GAP) {
                long first = buffer.getLong();
                return Optional.of(new Item.Gap(epoch, first, seq, buffer.getLong(), text(buffer)));
            }
            int line = buffer.getInt();
            return kind == TRANSITION
                    ? Optional.of(new Item.Transition(epoch, seq, line, text(buffer)))
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
