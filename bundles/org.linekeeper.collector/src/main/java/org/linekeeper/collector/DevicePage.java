// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore.Known;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;

/** Some devices as the database knows them, in the order of their numbers there. */
final class DevicePage {
    private static final int MOST = 500;
    private static final int ROWS_AT_ONCE = 256;

    private final SortedMap<Long, Row> rows = new TreeMap<>();

    private DevicePage() {}

    /** One device, as far as it is read. */
    private static final class Row {
        private final DeviceName device;
        private final Optional<Instant> seen;
        private Optional<Connection> birth = Optional.empty();
        private Optional<Snapshot> snapshot = Optional.empty();
        private Optional<PolicyReport> policy = Optional.empty();
        private long transitions;

        Row(DeviceName device, Optional<Instant> seen) {
            this.device = device;
            this.seen = seen;
        }

        /** What cannot be read any more is left out. */
        void latest(String kind, String message) {
            try {
                switch (kind) {
                    case "conn" -> birth = Optional.of(Connection.read(message));
                    case "state" -> snapshot = Optional.of(Snapshot.read(message));
                    case "policy" -> policy = Optional.of(PolicyReport.read(message));
                    default -> {}
                }
            } catch (BadMessage ofAnotherTime) {
                // The device says it again.
            }
        }

        Known known() {
            return new Known(device, seen, birth, snapshot, policy, transitions);
        }
    }

    /** The next ones behind that number; empty = there are none. */
    static Optional<DevicePage> after(java.sql.Connection connection, long after)
            throws SQLException {
        return after(connection, after, MOST);
    }

    /** The one with this number; empty = there is none. */
    static Optional<Known> of(java.sql.Connection connection, long id) throws SQLException {
        return after(connection, id - 1, 1)
                .filter(page -> page.last() == id)
                .map(page -> page.devices().get(0));
    }

    private static Optional<DevicePage> after(java.sql.Connection connection, long after, int most)
            throws SQLException {
        DevicePage page = new DevicePage();
        page.readDevices(connection, after, most);
        if (page.rows.isEmpty()) {
            return Optional.empty();
        }
        page.readLatest(connection);
        page.readEpochs(connection);
        return Optional.of(page);
    }

    List<Known> devices() {
        return rows.values().stream().map(Row::known).toList();
    }

    /** The highest number. */
    long last() {
        return rows.lastKey();
    }

    private void readDevices(java.sql.Connection connection, long after, int most)
            throws SQLException {
        try (PreparedStatement query =
                Pool.prepare(
                        connection,
                        "SELECT id, tenant, name, seen FROM lk_device WHERE id > ? ORDER BY id"
                                + " LIMIT ?")) {
            query.setLong(1, after);
            query.setInt(2, most);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    OffsetDateTime seen = found.getObject(4, OffsetDateTime.class);
                    rows.put(
                            found.getLong(1),
                            new Row(
                                    new DeviceName(found.getString(2), found.getString(3)),
                                    Optional.ofNullable(seen).map(OffsetDateTime::toInstant)));
                }
            }
        }
    }

    private void readLatest(java.sql.Connection connection) throws SQLException {
        try (PreparedStatement query =
                ofThese(connection, "SELECT device, kind, message FROM lk_latest", "")) {
            query.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    Optional<Row> row = Optional.ofNullable(rows.get(found.getLong(1)));
                    if (row.isPresent()) {
                        row.get().latest(found.getString(2), found.getString(3));
                    }
                }
            }
        }
    }

    /** The last epoch's number stays. */
    private void readEpochs(java.sql.Connection connection) throws SQLException {
        try (PreparedStatement query =
                        ofThese(
                                connection,
                                "SELECT device, seq FROM lk_epoch",
                                " ORDER BY device, ep");
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                Optional<Row> row = Optional.ofNullable(rows.get(found.getLong(1)));
                if (row.isPresent()) {
                    row.get().transitions = found.getLong(2);
                }
            }
        }
    }

    private PreparedStatement ofThese(java.sql.Connection connection, String select, String order)
            throws SQLException {
        PreparedStatement query =
                Pool.prepare(connection, select + " WHERE device BETWEEN ? AND ?" + order);
        query.setLong(1, rows.firstKey());
        query.setLong(2, rows.lastKey());
        return query;
    }
}
