// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Acknowledgements that wait for the broker: of each device the last only, as they are cumulative.
 * At the bound the oldest is forgotten; the device asks again. For any thread.
 */
final class Outbox {
    private final int max;
    private final Map<String, String> waiting = new LinkedHashMap<>();

    Outbox(int max) {
        this.max = max;
    }

    /** What is to be published where. */
    record Letter(String topic, String text) {}

    synchronized void put(String topic, String text) {
        waiting.remove(topic);
        waiting.put(topic, text);
        if (waiting.size() > max) {
            take();
        }
    }

    /** The oldest. */
    synchronized Optional<Letter> take() {
        Iterator<Map.Entry<String, String>> oldest = waiting.entrySet().iterator();
        if (!oldest.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, String> taken = oldest.next();
        Letter letter = new Letter(taken.getKey(), taken.getValue());
        oldest.remove();
        return Optional.of(letter);
    }
}
