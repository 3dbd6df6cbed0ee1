// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.schema.Ack;

/**
 * Acknowledgements that wait for the broker: of each device's epoch the last only, as they are
 * cumulative. At the bound the oldest is forgotten; the device asks again. For any thread.
 */
final class Outbox {
    private final int max;
    private final Map<Key, Ack> waiting = new LinkedHashMap<>();

    Outbox(int max) {
        this.max = max;
    }

    private record Key(String topic, long epoch) {}

    /** What is to be published where. */
    record Letter(String topic, String text) {}

    synchronized void put(String topic, Ack ack) {
        Key key = new Key(topic, ack.ep());
        waiting.remove(key);
        waiting.put(key, ack);
        if (waiting.size() > max) {
            take();
        }
    }

    /** The oldest. */
    synchronized Optional<Letter> take() {
        Iterator<Map.Entry<Key, Ack>> oldest = waiting.entrySet().iterator();
        if (!oldest.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<Key, Ack> taken = oldest.next();
        Letter letter = new Letter(taken.getKey().topic(), taken.getValue().write());
        oldest.remove();
        return Optional.of(letter);
    }
}
