// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Transition;

/** Rows of the history, read. */
final class Rows {
    /** All columns that a row is read from; {@code h} is the history, {@code d} the device. */
    static final String SELECT =
            "SELECT d.tenant, d.name, h.ep, h.seq, h.last_seq, h.kind, h.at, h.received, h.mono,"
                    + " h.tq, h.line, h.from_state, h.to_state, h.why, h.server, h.policy, h.trace"
                    + " FROM lk_history h JOIN lk_device d ON d.id = h.device"
                    + " WHERE h.kind <> 'epoch'";

    private Rows() {}

    /** All that are left; those that cannot be read are left out. */
    static List<HistoryEntry> read(ResultSet rows) throws SQLException {
        List<HistoryEntry> found = new ArrayList<>();
        while (rows.next()) {
            Optional<Entry> entry = entry(rows);
            if (entry.isPresent()) {
                DeviceName device =
                        new DeviceName(rows.getString("tenant"), rows.getString("name"));
                found.add(
                        new HistoryEntry(
                                device, rows.getLong("ep"), entry.get(), time(rows, "received")));
            }
        }
        return found;
    }

    private static Optional<Entry> entry(ResultSet row) throws SQLException {
        try {
            return Optional.of(
                    row.getString("kind").equals("gap")
                            ? new Gap(
                                    row.getLong("seq"),
                                    row.getLong("last_seq"),
                                    time(row, "at"),
                                    row.getString("why"))
                            : transition(row));
        } catch (IllegalArgumentException | NullPointerException notOfUs) {
            return Optional.empty();
        }
    }

    private static Transition transition(ResultSet row) throws SQLException {
        return new Transition(
                row.getLong("seq"),
                time(row, "at"),
                row.getLong("mono"),
                row.getString("tq"),
                row.getInt("line"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("why"),
                Optional.ofNullable(row.getString("server")),
                Optional.ofNullable(row.getString("policy")),
                Optional.ofNullable(row.getString("trace")));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
