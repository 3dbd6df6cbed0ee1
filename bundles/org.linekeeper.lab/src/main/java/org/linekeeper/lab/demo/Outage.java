// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.lab.Json;

/** One outage from the pulled plug to the return, and what it has cost. */
final class Outage {
    private static final Set<String> IN_SERVICE = Set.of("on_primary", "on_backup");

    private final Roll roll;
    private final Drill drill;
    private final String plug;
    private final Duration patience;

    /**
     * An outage to come.
     *
     * @param plug of the primary
     * @param patience how long the start, the failover and the return may take, each
     */
    Outage(Roll roll, Drill drill, String plug, Duration patience) {
        this.roll = roll;
        this.drill = drill;
        this.plug = plug;
        this.patience = patience;
    }

    /**
     * What it was like.
     *
     * @param good whether every phone had a line in service at its end, and all came back
     * @param line as JSON
     */
    record Result(boolean good, String line) {}

    /** Waits for all phones, pulls the plug, plugs it in again. Blocks for about a minute. */
    Result run() throws InterruptedException {
        roll.awaitAll("on_primary", patience);
        roll.turnPage();
        Instant pulled = Instant.now();
        drill.pull(plug);
        roll.awaitAll("on_backup", patience);
        int without = without();
        List<Long> arrivals = roll.arrivals(pulled, "on_backup");
        drill.plugIn(plug);
        boolean back = roll.awaitAll("on_primary", patience);
        without = Math.max(without, without());
        roll.close();
        String line =
                Json.write(
                        Json.object(
                                "phones", roll.size(),
                                "without_service", without,
                                "p50_ms", percentile(arrivals, 50),
                                "p99_ms", percentile(arrivals, 99)));
        return new Result(without == 0 && back && arrivals.size() == roll.size(), line);
    }

    private int without() {
        return roll.size() - roll.count(IN_SERVICE::contains);
    }

    /** By nearest rank; 0 of nothing. */
    static long percentile(List<Long> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
    }
}
