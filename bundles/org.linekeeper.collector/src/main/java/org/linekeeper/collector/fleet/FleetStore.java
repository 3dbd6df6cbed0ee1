// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads the history, for any thread. Each call blocks until the database answers, 10 s at most, on
 * connections of its own: what is collected meanwhile is not held up.
 */
@ProviderType
public interface FleetStore {
    /** The most that one question gives. */
    int MOST = 10_000;

    /**
     * A device as the database knows it.
     *
     * @param seen when anything last came from it itself, to 30 s; empty = never
     * @param transitions the last number in its history, 0 = none
     */
    record Known(
            DeviceName device,
            Optional<Instant> seen,
            Optional<Connection> connection,
            Optional<Snapshot> snapshot,
            Optional<PolicyReport> policy,
            long transitions) {}

    /**
     * A place in one device's history.
     *
     * @param epoch the epoch
     * @param seq the number in it
     */
    record Position(long epoch, long seq) {}

    /** Hands over each device; what a device said that cannot be read any more is left out. */
    void devices(Consumer<Known> taker) throws StoreGone;

    /** One device; empty if nothing was ever heard of it. */
    Optional<Known> device(DeviceName device) throws StoreGone;

    /**
     * A device's history, the newest first.
     *
     * @param before only what was before this
     * @param most 1 to {@link #MOST}
     */
    List<HistoryEntry> history(DeviceName device, Optional<Position> before, int most)
            throws StoreGone;

    /**
     * All devices' history of a time, by the collector's clock, the oldest first.
     *
     * @param from the first moment
     * @param to the first moment that is too late
     * @param most 1 to {@link #MOST}; with more, the newest are left out
     */
    List<HistoryEntry> between(Instant from, Instant to, int most) throws StoreGone;
}
