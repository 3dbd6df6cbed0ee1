// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far listeners know of each epoch, for those that were told of last. It outlives what is known
 * of the database: after a failure nothing is told twice. One thread.
 */
final class Told {
    private final Map<Lane.Key, Long> last = new LinkedHashMap<>(16, 0.75f, true);
    private final int max;

    Told(int max) {
        this.max = max;
    }

    /** The last number that was told of, 0 = none that anybody remembers. */
    long last(Lane.Key key) {
        return last.getOrDefault(key, 0L);
    }

    void keep(Map<Lane.Key, Long> committed) {
        last.putAll(committed);
        while (last.size() > max) {
            last.remove(last.keySet().iterator().next());
        }
    }
}
