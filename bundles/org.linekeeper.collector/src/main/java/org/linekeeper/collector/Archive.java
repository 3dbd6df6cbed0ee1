// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.StoreGone;

/** Reads the tables that the collector writes, in statements that both databases understand. */
final class Archive implements FleetStore {
    private static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    private final Pool pool;

    Archive(Pool pool) {
        this.pool = pool;
    }

    /** Page by page, so that neither memory nor a transaction grows with the fleet. */
    @Override
    public void devices(Consumer<Known> taker) throws StoreGone {
        pool.use(
                connection -> {
                    long count = 0;
                    Optional<DevicePage> page = DevicePage.after(connection, 0);
                    while (page.isPresent()) {
                        List<Known> devices = page.get().devices();
                        connection.commit();
                        devices.forEach(taker);
                        count += devices.size();
                        page = DevicePage.after(connection, page.get().last());
                    }
                    return count;
                });
    }

    @Override
    public Optional<Known> device(DeviceName device) throws StoreGone {
        return pool.use(
                connection -> {
                    OptionalLong id = id(connection, device);
                    return id.isEmpty()
                            ? Optional.empty()
                            : DevicePage.of(connection, id.getAsLong());
                });
    }

    @Override
    public List<HistoryEntry> history(DeviceName device, Optional<Position> before, int most)
            throws StoreGone {
        checked(most);
        Position end = before.orElse(END);
        return pool.use(
                connection -> {
                    OptionalLong id = id(connection, device);
                    return id.isEmpty()
                            ? List.of()
                            : history(connection, id.getAsLong(), end, most);
                });
    }

    private static OptionalLong id(Connection connection, DeviceName device) throws SQLException {
        try (PreparedStatement query =
                Pool.prepare(
                        connection, "SELECT id FROM lk_device WHERE tenant = ? AND name = ?")) {
            query.setString(1, device.tenant());
            query.setString(2, device.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static List<HistoryEntry> history(
            Connection connection, long device, Position end, int most) throws SQLException {
        try (PreparedStatement query =
                Pool.prepare(
                        connection,
                        Rows.SELECT
                                + " AND h.device = ? AND (h.ep, h.seq) < (?, ?)"
                                + " ORDER BY h.ep DESC, h.seq DESC LIMIT ?")) {
            query.setLong(1, device);
            query.setLong(2, end.epoch());
            query.setLong(3, end.seq());
            query.setInt(4, most);
            try (ResultSet rows = query.executeQuery()) {
                return Rows.read(rows);
            }
        }
    }

    @Override
    public List<HistoryEntry> between(Instant from, Instant to, int most) throws StoreGone {
        checked(most);
        return pool.use(
                connection -> {
                    try (PreparedStatement query =
                            Pool.prepare(
                                    connection,
                                    Rows.SELECT
                                            + " AND h.received >= ? AND h.received < ?"
                                            + " ORDER BY h.received, h.device, h.ep, h.seq"
                                            + " LIMIT ?")) {
                        query.setObject(1, utc(from));
                        query.setObject(2, utc(to));
                        query.setInt(3, most);
                        try (ResultSet rows = query.executeQuery()) {
                            return Rows.read(rows);
                        }
                    }
                });
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** How many rows somebody may ask for. */
    static void checked(int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("not 1 to " + MOST + " rows: " + most);
        }
    }
}
