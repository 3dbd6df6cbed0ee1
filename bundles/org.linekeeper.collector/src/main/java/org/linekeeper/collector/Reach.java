// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.linekeeper.collector.fleet.CollectorHealth.Way;

/** Whether another server is reached, and since when. For any thread. */
public final class Reach {
    private final LongSupplier wallMs;
    private volatile Way way;

    /** Not reached yet. */
    public Reach(String place, LongSupplier wallMs) {
        this.wallMs = wallMs;
        this.way = new Way(place, false, now(), Optional.empty());
    }

    private Instant now() {
        return Instant.ofEpochMilli(wallMs.getAsLong());
    }

    /** It is there. */
    public synchronized void open() {
        Instant since = way.open() ? way.since() : now();
        way = new Way(way.place(), true, since, Optional.empty());
    }

    /** It is not, for this reason; the last one counts. */
    public synchronized void away(String trouble) {
        Instant since = way.open() ? now() : way.since();
        way = new Way(way.place(), false, since, Optional.of(trouble));
    }

    public Way way() {
        return way;
    }
}
