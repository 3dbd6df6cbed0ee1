// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;

/** Devices by name, those used last in memory, and when they were last heard of. One thread. */
final class Devices {
    /** The database learns of a sign of life no more often than this. */
    static final long SEEN_EVERY_MS = 30_000;

    private static final long NEVER_MS = Long.MIN_VALUE / 2;

    private final Map<DeviceName, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private final int max;
    private final int maxInMemory;
    private long count;

    Devices(int max, int maxInMemory, long count) {
        this.max = max;
        this.maxInMemory = maxInMemory;
        this.count = count;
    }

    private record Known(long id, long seenMs) {}

    /** What one commit is about to know. */
    final class Round {
        private final Store store;
        private final long nowMs;
        private final Map<DeviceName, Known> fresh = new HashMap<>();
        private final Set<DeviceName> signs = new LinkedHashSet<>();
        private int added;

        private Round(Store store, long nowMs) {
            this.store = store;
            this.nowMs = nowMs;
        }

        /**
         * The device's number in the database; empty = it is not there.
         *
         * @param alive whether that is a sign of life
         */
        OptionalLong find(String tenant, String device, boolean alive) throws SQLException {
            DeviceName name = new DeviceName(tenant, device);
            Known found = fresh.containsKey(name) ? fresh.get(name) : known.get(name);
            if (found == null) {
                OptionalLong id = store.device(tenant, device);
                if (id.isEmpty()) {
                    return id;
                }
                found = new Known(id.getAsLong(), NEVER_MS);
            }
            // Also when the clock was set back.
            if (alive && Math.abs(nowMs - found.seenMs()) >= SEEN_EVERY_MS) {
                store.seen(found.id());
                signs.add(name);
                found = new Known(found.id(), nowMs);
                fresh.put(name, found);
            }
            return OptionalLong.of(found.id());
        }

        /** The same; a device that is not there comes to be, unless there are too many. */
        OptionalLong findOrAdd(String tenant, String device, boolean alive) throws SQLException {
            OptionalLong found = find(tenant, device, alive);
            if (found.isPresent() || count + added >= max) {
                return found;
            }
            long id = store.addDevice(tenant, device, alive);
            added++;
            DeviceName name = new DeviceName(tenant, device);
            fresh.put(name, new Known(id, alive ? nowMs : NEVER_MS));
            if (alive) {
                signs.add(name);
            }
            return OptionalLong.of(id);
        }

        /** Those of which the database learns that they are alive. */
        Set<DeviceName> signs() {
            return signs;
        }

        void committed() {
            count += added;
            known.putAll(fresh);
            while (known.size() > maxInMemory) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    Round round(Store store, long nowMs) {
        return new Round(store, nowMs);
    }
}
