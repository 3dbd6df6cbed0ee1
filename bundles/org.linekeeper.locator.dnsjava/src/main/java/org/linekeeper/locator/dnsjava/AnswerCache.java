// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Replies for as long as their TTL, of one set of DNS servers, bounded. Safe for several threads.
 */
final class AnswerCache {
    private static final int CAPACITY = 256;

    private final LongSupplier clockMs;
    private final Map<Question, Reply> replies =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Reply> eldest) {
                    return size() > CAPACITY;
                }
            };
    private List<InetSocketAddress> servers = List.of();

    AnswerCache(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** Says who is asked now; another network's answers are forgotten. */
    synchronized void askedFrom(List<InetSocketAddress> now) {
        if (!now.equals(servers)) {
            servers = now;
            replies.clear();
        }
    }

    /** What is known of a question and still holds. */
    synchronized Optional<Reply> get(Question question) {
        Optional<Reply> reply = Optional.ofNullable(replies.get(question));
        if (reply.isPresent() && expiresAtMs(reply.get()) <= clockMs.getAsLong()) {
            replies.remove(question);
            return Optional.empty();
        }
        return reply;
    }

    /** Keeps a reply until it expires; what expires at once or never was known is not kept. */
    synchronized void put(Question question, Reply reply) {
        if (expiresAtMs(reply) > clockMs.getAsLong()) {
            replies.put(question, reply);
        }
    }

    private static long expiresAtMs(Reply reply) {
        if (reply instanceof Reply.Records records) {
            return records.expiresAtMs();
        }
        return reply instanceof Reply.None none ? none.expiresAtMs() : Long.MIN_VALUE;
    }
}
