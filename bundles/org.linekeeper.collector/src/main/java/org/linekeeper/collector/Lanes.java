// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The lanes that were used last, as they are in the database. One thread. */
final class Lanes {
    private final Map<Lane.Key, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);
    private final int max;
    private int held;

    Lanes(int max) {
        this.max = max;
    }

    Optional<Lane> find(Lane.Key key) {
        return Optional.ofNullable(lanes.get(key));
    }

    /** Transitions that wait. */
    int held() {
        return held;
    }

    /** These were committed. The ones that were not used for longest are forgotten. */
    void keep(Map<Lane.Key, Lane> committed) {
        committed.forEach(
                (key, lane) -> {
                    Lane was = lanes.put(key, lane);
                    held += lane.held() - (was == null ? 0 : was.held());
                });
        while (lanes.size() > max) {
            Map.Entry<Lane.Key, Lane> eldest = lanes.entrySet().iterator().next();
            held -= eldest.getValue().held();
            lanes.remove(eldest.getKey());
        }
    }
}
