// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Messages that wait for the database, within bounds. For any thread. */
final class Inbox {
    private final int maxMessages;
    private final long maxBytes;
    private final Deque<Raw> messages = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    Inbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /**
     * As it came from the broker.
     *
     * @param retained whether the broker had kept it
     */
    record Raw(String topic, byte[] payload, boolean retained) {}

    /** Whether there was room. */
    synchronized boolean offer(Raw message) {
        if (closed
                || messages.size() >= maxMessages
                || bytes + message.payload().length > maxBytes) {
            return false;
        }
        messages.add(message);
        bytes += message.payload().length;
        notifyAll();
        return true;
    }

    /**
     * Waits for some, at least one of whatever size; empty = closed and nothing is left.
     *
     * @param max messages
     * @param mostBytes in them
     */
    synchronized List<Raw> take(int max, long mostBytes) throws InterruptedException {
        while (messages.isEmpty() && !closed) {
            wait();
        }
        List<Raw> taken = new ArrayList<>();
        long takenBytes = 0;
        while (!messages.isEmpty()
                && taken.size() < max
                && (taken.isEmpty()
                        || takenBytes + messages.peek().payload().length <= mostBytes)) {
            Raw next = messages.remove();
            bytes -= next.payload().length;
            takenBytes += next.payload().length;
            taken.add(next);
        }
        return taken;
    }

    synchronized int size() {
        return messages.size();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits that long, less if it is closed; whether it is still open. */
    synchronized boolean pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (!closed && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return !closed;
    }
}
