// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops reading from a client whose packets wait to be worked on, or who does not take what it is
 * sent. Adding and the rest happen on the channel's own thread, {@link #done} on any.
 */
final class Pressure {
    /** What a packet takes besides its bytes. */
    private static final int HEAD_BYTES = 512;

    private final Channel channel;
    private final AtomicLong pending = new AtomicLong();

    Pressure(Channel channel) {
        this.channel = channel;
    }

    /** A packet goes to Artemis. */
    void add(int bytes) {
        pending.addAndGet(bytes + HEAD_BYTES);
        look();
    }

    /** Artemis is done with one of that size. */
    void done(int bytes) {
        long before = pending.getAndAdd(-(bytes + HEAD_BYTES));
        if (before > Limits.PENDING_BYTES) {
            channel.eventLoop().execute(this::look);
        }
    }

    /** Reads on or not. */
    void look() {
        channel.config().setAutoRead(pending.get() <= Limits.PENDING_BYTES && channel.isWritable());
    }
}
