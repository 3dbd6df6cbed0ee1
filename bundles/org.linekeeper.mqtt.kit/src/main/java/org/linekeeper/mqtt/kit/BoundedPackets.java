// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * MQTT packets up to a size: where a longer one is announced, reading fails before anybody has made
 * room for it (MQTT 5 sections 2.1.4 and 3.1.2.11.4). For one reader at a time.
 */
final class BoundedPackets extends FilterInputStream {
    private static final int CONTINUES = 0x80;
    private static final int MOST_SHIFT = 21;

    private final long mostBytes;

    /** How much of the packet is still to come; -1 = its first byte comes next. */
    private long left = -1;

    /** Of the length's next seven bits; -1 = the length is known. */
    private int shift = -1;

    private long length;

    BoundedPackets(InputStream in, long mostBytes) {
        super(in);
        this.mostBytes = mostBytes;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            follow(next);
        }
        return next;
    }

    private void follow(int next) throws IOException {
        if (shift >= 0) {
            length |= (long) (next & ~CONTINUES) << shift;
            boolean continues = (next & CONTINUES) != 0;
            if (length > mostBytes || continues && shift == MOST_SHIFT) {
                throw new IOException("a packet of " + length + " bytes or more is refused");
            }
            shift = continues ? shift + 7 : -1;
            left = continues || length > 0 ? length : -1;
        } else if (left > 0) {
            took(1);
        } else {
            shift = 0;
            length = 0;
        }
    }

    private void took(int bytes) {
        left -= bytes;
        left = left == 0 ? -1 : left;
    }

    @Override
    public int read(byte[] buffer, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (shift >= 0 || left < 0) {
            int next = read();
            if (next < 0) {
                return -1;
            }
            buffer[at] = (byte) next;
            return 1;
        }
        int count = super.read(buffer, at, (int) Math.min(most, left));
        if (count > 0) {
            took(count);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
