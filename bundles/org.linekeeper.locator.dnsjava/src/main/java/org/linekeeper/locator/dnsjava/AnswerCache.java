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

    /** RFC 8767 section 5: what was known a day ago is better than nothing, for a short while. */
    private static final long LAST_KNOWN_MS = 24 * 3600 * 1000L;

    private static final long STALE_MS = 30_000;

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
        return Optional.ofNullable(replies.get(question))
                .filter(reply -> expiresAtMs(reply) > clockMs.getAsLong());
    }

    /** The records that were the answer a day ago or later; they hold for half a minute. */
    synchronized Optional<Reply> lastKnown(Question question) {
        long now = clockMs.getAsLong();
        return replies.get(question) instanceof Reply.Records known
                        && known.expiresAtMs() > now - LAST_KNOWN_MS
                ? Optional.of(new Reply.Records(known.records(), now + STALE_MS, true))
                : Optional.empty();
    }

    /** Keeps a reply until it expires; what expires at once is not kept, nor what came before. */
    synchronized void put(Question question, Reply reply) {
        if (expiresAtMs(reply) > clockMs.getAsLong()) {
            replies.put(question, reply);
        } else if (!(reply instanceof Reply.Unknown)) {
            replies.remove(question);
        }
    }

    private static long expiresAtMs(Reply reply) {
        if (reply instanceof Reply.Records records) {
            return records.expiresAtMs();
        }
        return reply instanceof Reply.None none ? none.expiresAtMs() : Long.MIN_VALUE;
    }
}
