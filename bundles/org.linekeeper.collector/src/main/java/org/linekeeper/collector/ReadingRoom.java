// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.time.Duration;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.Shelf;

/**
 * What others may ask of the collector's database, on connections besides the one that writes. It
 * opens none before it is asked.
 */
public final class ReadingRoom implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Pool pool;

    public ReadingRoom(Database database) {
        this.database = database;
        this.pool = new Pool(database, PATIENCE);
    }

    /** The same database for the one that writes: what fails there, is not held open from here. */
    public Database forWriting() {
        return () -> {
            pool.drop();
            return database.open();
        };
    }

    public FleetStore store() {
        return new Archive(pool);
    }

    public Shelf shelf() {
        return new Drawers(pool);
    }

    /** Who asks from now on is told that it is over. */
    @Override
    public void close() {
        pool.close();
    }
}
