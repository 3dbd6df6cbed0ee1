// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a {@link PocketDns} was asked, and how often. For any thread. */
final class QueryCounts {

    private static final int MAX_NAMES = 10_000;

    private final Map<String, Integer> byNameAndType = new HashMap<>();
    private int total;
    private int tcp;

    /** At its bound, names never seen before are in the total only. */
    synchronized void count(DnsQuery query, boolean udp) {
        total++;
        tcp += udp ? 0 : 1;
        String key = key(query.name(), query.typeCode());
        if (byNameAndType.containsKey(key) || byNameAndType.size() < MAX_NAMES) {
            byNameAndType.merge(key, 1, Integer::sum);
        }
        notifyAll();
    }

    synchronized int of(String name, RecordType type) {
        return byNameAndType.getOrDefault(key(DnsRecord.key(name), type.code()), 0);
    }

    synchronized int total() {
        return total;
    }

    synchronized int tcp() {
        return tcp;
    }

    synchronized void await(String name, RecordType type, int count, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (of(name, type) < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            String shortfall =
                    name
                            + " "
                            + type
                            + " was asked "
                            + of(name, type)
                            + " of "
                            + count
                            + " times within "
                            + limit.toMillis()
                            + " ms; asked: "
                            + byNameAndType;
            if (left <= 0) {
                throw new AssertionError(shortfall);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(shortfall, e);
            }
        }
    }

    private static String key(String name, int typeCode) {
        String type = RecordType.of(typeCode).map(Enum::name).orElse("TYPE" + typeCode);
        return name + " " + type;
    }
}
