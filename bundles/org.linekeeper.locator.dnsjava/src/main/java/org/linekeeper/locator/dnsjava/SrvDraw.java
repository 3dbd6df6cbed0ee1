// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.linekeeper.api.line.DnsRules.SrvOrder;
import org.xbill.DNS.SRVRecord;

/**
 * Puts SRV records in order (Y3): by priority, and by chance and weight within one. What was drawn
 * holds as long as the records do, so that a line does not hop. Safe for several threads.
 */
final class SrvDraw {
    private static final int CAPACITY = 256;

    private final RandomGenerator random;
    private final LongSupplier clockMs;
    private final Map<Key, Drawn> drawn =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Drawn> eldest) {
                    return size() > CAPACITY;
                }
            };

    SrvDraw(RandomGenerator random, LongSupplier clockMs) {
        this.random = random;
        this.clockMs = clockMs;
    }

    /**
     * The records, best first, as drawn before if that holds. Stale ones, too, keep what was drawn
     * when they were fresh.
     *
     * @param records to be put in order
     * @param order within a priority
     * @param reply that they came with
     */
    synchronized List<SRVRecord> order(
            Collection<SRVRecord> records, SrvOrder order, Reply.Records reply) {
        Key key = new Key(Set.copyOf(records), order);
        Drawn known = drawn.get(key);
        boolean holds =
                known != null && (reply.stale() || known.expiresAtMs() > clockMs.getAsLong());
        if (holds) {
            return known.records();
        }
        Drawn fresh = new Drawn(draw(records, order), reply.expiresAtMs());
        drawn.put(key, fresh);
        return fresh.records();
    }

    private List<SRVRecord> draw(Collection<SRVRecord> records, SrvOrder order) {
        List<SRVRecord> all = new ArrayList<>();
        records.stream()
                .collect(
                        groupingBy(
                                SRVRecord::getPriority, TreeMap::new, toCollection(ArrayList::new)))
                .values()
                .forEach(equals -> all.addAll(byWeight(equals, order)));
        return List.copyOf(all);
    }

    /** Any order is allowed before the draw; a fixed one would favour the first of equals. */
    private void shuffle(List<SRVRecord> equals) {
        for (int i = equals.size(); i > 1; i--) {
            Collections.swap(equals, i - 1, random.nextInt(i));
        }
    }

    private List<SRVRecord> byWeight(List<SRVRecord> equals, SrvOrder order) {
        shuffle(equals);
        if (order == SrvOrder.WEIGHT_DESCENDING) {
            equals.sort(comparing(SRVRecord::getWeight, Comparator.reverseOrder()));
            return equals;
        }
        equals.sort(comparing(record -> record.getWeight() > 0));
        List<SRVRecord> result = new ArrayList<>();
        while (!equals.isEmpty()) {
            result.add(equals.remove(drawOne(equals)));
        }
        return result;
    }

    /** RFC 2782: the first whose running sum is not less than a number from 0 to the sum. */
    private int drawOne(List<SRVRecord> weightZeroFirst) {
        int sum = weightZeroFirst.stream().mapToInt(SRVRecord::getWeight).sum();
        int left = random.nextInt(sum + 1);
        int index = 0;
        while (weightZeroFirst.get(index).getWeight() < left) {
            left -= weightZeroFirst.get(index).getWeight();
            index++;
        }
        return index;
    }

    private record Key(Set<SRVRecord> records, SrvOrder order) {}

    private record Drawn(List<SRVRecord> records, long expiresAtMs) {}
}
