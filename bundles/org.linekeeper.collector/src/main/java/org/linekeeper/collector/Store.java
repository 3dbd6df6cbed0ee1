// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Transition;

/** One connection and its statements, which H2 and PostgreSQL understand alike. One thread. */
final class Store implements AutoCloseable {
    private final Connection connection;
    private final Optional<PreparedStatement> sync;
    private final PreparedStatement findDevice;
    private final PreparedStatement addDevice;
    private final PreparedStatement seen;
    private final PreparedStatement findProgress;
    private final PreparedStatement countEpochs;
    private final PreparedStatement begin;
    private final PreparedStatement advance;
    private final PreparedStatement history;
    private final PreparedStatement findOthers;
    private final PreparedStatement findLatest;
    private final PreparedStatement isLatest;
    private final PreparedStatement addLatest;
    private final PreparedStatement takeBack;
    private final PreparedStatement setLatest;
    private OffsetDateTime now;
    private int advances;
    private int rows;
    private int signs;
    private boolean unsure = true;

    /** Brings the tables up to date first. */
    Store(Connection connection, Instant now) throws SQLException {
        this.connection = connection;
        at(now);
        connection.setAutoCommit(false);
        Migration.run(connection, this.now);
        // A commit of H2 reaches its file later; only this makes it write, and force, at once.
        boolean later = connection.getMetaData().getDatabaseProductName().equals("H2");
        this.sync = later ? Optional.of(prepare("CHECKPOINT SYNC")) : Optional.empty();
        this.findDevice = prepare("SELECT id FROM lk_device WHERE tenant = ? AND name = ?");
        this.addDevice =
                connection.prepareStatement(
                        "INSERT INTO lk_device (tenant, name, seen) VALUES (?, ?, ?)",
                        new String[] {"id"});
        this.seen = prepare("UPDATE lk_device SET seen = ? WHERE id = ?");
        this.findProgress = prepare("SELECT seq FROM lk_epoch WHERE device = ? AND ep = ?");
        this.countEpochs = prepare("SELECT COUNT(*) FROM lk_epoch WHERE device = ?");
        this.begin = prepare("INSERT INTO lk_epoch (device, ep, seq) VALUES (?, ?, 0)");
        this.advance =
                prepare("UPDATE lk_epoch SET seq = ? WHERE device = ? AND ep = ? AND seq = ?");
        this.history = prepare("INSERT INTO lk_history VALUES (" + "?, ".repeat(15) + "?)");
        this.findOthers =
                prepare(
                        Rows.SELECT
                                + " AND h.device = ? AND h.ep = ? AND h.seq > ? AND h.seq <= ?"
                                + " AND h.received >= ? ORDER BY h.seq");
        this.findLatest =
                prepare("SELECT ep, seq, session_id FROM lk_latest WHERE device = ? AND kind = ?");
        this.isLatest =
                prepare("SELECT 1 FROM lk_latest WHERE device = ? AND kind = ? AND message = ?");
        this.setLatest =
                prepare(
                        "UPDATE lk_latest SET ep = ?, seq = ?, session_id = ?, received = ?,"
                                + " message = ? WHERE device = ? AND kind = ?");
        this.addLatest =
                prepare(
                        "INSERT INTO lk_latest (ep, seq, session_id, received, message, device,"
                                + " kind) VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.takeBack =
                prepare(
                        "UPDATE lk_latest SET seq = ? WHERE device = ? AND kind = ? AND ep = ?"
                                + " AND seq > ?");
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Somebody else has written the same at the same time: to be read and tried again. */
    static final class Raced extends SQLException {
        private static final long serialVersionUID = 1;

        Raced() {
            super("another collector was faster", "40001");
        }
    }

    /** The wall clock of what follows. */
    void at(Instant time) {
        now = time.atOffset(ZoneOffset.UTC);
    }

    long devices() throws SQLException {
        try (PreparedStatement count = prepare("SELECT COUNT(*) FROM lk_device")) {
            return number(count).orElse(0);
        }
    }

    OptionalLong device(String tenant, String name) throws SQLException {
        findDevice.setString(1, tenant);
        findDevice.setString(2, name);
        return number(findDevice);
    }

    /**
     * A device comes to be.
     *
     * @param alive whether it was heard itself; otherwise nobody knows when it was
     */
    long addDevice(String tenant, String name, boolean alive) throws SQLException {
        addDevice.setString(1, tenant);
        addDevice.setString(2, name);
        if (alive) {
            addDevice.setObject(3, now);
        } else {
            addDevice.setNull(3, Types.TIMESTAMP_WITH_TIMEZONE);
        }
        addDevice.executeUpdate();
        try (ResultSet keys = addDevice.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        }
    }

    void seen(long device) throws SQLException {
        seen.setObject(1, now);
        seen.setLong(2, device);
        seen.addBatch();
        signs++;
    }

    /** How far the row goes; empty = the epoch is new. */
    OptionalLong progress(long device, long ep) throws SQLException {
        findProgress.setLong(1, device);
        findProgress.setLong(2, ep);
        return number(findProgress);
    }

    long epochs(long device) throws SQLException {
        countEpochs.setLong(1, device);
        return number(countEpochs).orElse(0);
    }

    /** An epoch begins; that is a row of the history. */
    void begin(long device, long ep, Instant at) throws SQLException {
        begin.setLong(1, device);
        begin.setLong(2, ep);
        begin.executeUpdate();
        row(device, ep, 0, 0, "epoch", at, "epoch");
        nothingMore();
    }

    void add(long device, long ep, Entry entry) throws SQLException {
        if (entry instanceof Transition it) {
            row(device, ep, it.seq(), it.seq(), "transition", it.at(), it.why());
            history.setLong(8, it.monoMs());
            history.setString(9, it.timeQuality());
            history.setInt(10, it.line());
            history.setString(11, it.from());
            history.setString(12, it.to());
            text(14, it.server());
            text(15, it.policy());
            text(16, it.trace());
            history.addBatch();
            rows++;
        } else if (entry instanceof Gap gap) {
            row(device, ep, gap.from(), gap.to(), "gap", gap.at(), gap.why());
            nothingMore();
        }
    }

    /** Committed rows of an epoch between two numbers, not received before a time. */
    List<HistoryEntry> recorded(long device, long ep, long after, long last, Instant from)
            throws SQLException {
        findOthers.setLong(1, device);
        findOthers.setLong(2, ep);
        findOthers.setLong(3, after);
        findOthers.setLong(4, last);
        findOthers.setObject(5, from.atOffset(ZoneOffset.UTC));
        try (ResultSet rows = findOthers.executeQuery()) {
            return Rows.read(rows);
        }
    }

    private void row(
            long device, long ep, long seq, long lastSeq, String kind, Instant at, String why)
            throws SQLException {
        history.setLong(1, device);
        history.setLong(2, ep);
        history.setLong(3, seq);
        history.setLong(4, lastSeq);
        history.setString(5, kind);
        history.setObject(6, at.atOffset(ZoneOffset.UTC));
        history.setObject(7, now);
        history.setString(13, why);
    }

    private void nothingMore() throws SQLException {
        history.setNull(8, Types.BIGINT);
        history.setNull(9, Types.VARCHAR);
        history.setNull(10, Types.INTEGER);
        for (int i : new int[] {11, 12, 14, 15, 16}) {
            history.setNull(i, Types.VARCHAR);
        }
        history.addBatch();
        rows++;
    }

    private void text(int index, Optional<String> value) throws SQLException {
        if (value.isPresent()) {
            history.setString(index, value.get());
        } else {
            history.setNull(index, Types.VARCHAR);
        }
    }

    /** The row goes on; whoever else moved it in between makes the commit fail. */
    void advance(long device, long ep, long from, long to) throws SQLException {
        advance.setLong(1, to);
        advance.setLong(2, device);
        advance.setLong(3, ep);
        advance.setLong(4, from);
        advance.addBatch();
        advances++;
    }

    /**
     * Where a device's last message of a kind stood.
     *
     * @param session of a birth or will; empty otherwise
     */
    record Latest(long ep, long seq, String session) {}

    Optional<Latest> latest(long device, String kind) throws SQLException {
        findLatest.setLong(1, device);
        findLatest.setString(2, kind);
        try (ResultSet rows = findLatest.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Latest(rows.getLong(1), rows.getLong(2), rows.getString(3)))
                    : Optional.empty();
        }
    }

    /** Whether a device's last message of a kind is this one, to the letter. */
    boolean isLatest(long device, String kind, String message) throws SQLException {
        isLatest.setLong(1, device);
        isLatest.setString(2, kind);
        isLatest.setString(3, message);
        return number(isLatest).isPresent();
    }

    void latest(long device, String kind, Latest where, String message) throws SQLException {
        if (latest(device, kind, where, message, setLatest) == 0) {
            latest(device, kind, where, message, addLatest);
        }
    }

    private int latest(
            long device, String kind, Latest where, String message, PreparedStatement statement)
            throws SQLException {
        statement.setLong(1, where.ep());
        statement.setLong(2, where.seq());
        statement.setString(3, where.session());
        statement.setObject(4, now);
        statement.setString(5, message);
        statement.setLong(6, device);
        statement.setString(7, kind);
        return statement.executeUpdate();
    }

    /** A device's last message of a kind is at that number at most, whatever it said itself. */
    void takeBack(long device, String kind, long ep, long seq) throws SQLException {
        takeBack.setLong(1, seq);
        takeBack.setLong(2, device);
        takeBack.setString(3, kind);
        takeBack.setLong(4, ep);
        takeBack.setLong(5, seq);
        takeBack.executeUpdate();
    }

    /** Returns when all of it is on the disk. */
    void commit() throws SQLException {
        if (rows > 0) {
            history.executeBatch();
            unsure = true;
        }
        if (advances > 0) {
            for (int changed : advance.executeBatch()) {
                if (changed == 0) {
                    throw new Raced();
                }
            }
        }
        if (signs > 0) {
            seen.executeBatch();
        }
        connection.commit();
        // Also when nothing is new: what was read may be of a commit that was not forced.
        if (unsure && sync.isPresent()) {
            sync.get().execute();
        }
        unsure = false;
        rows = 0;
        advances = 0;
        signs = 0;
    }

    void rollback() throws SQLException {
        history.clearBatch();
        advance.clearBatch();
        seen.clearBatch();
        rows = 0;
        advances = 0;
        signs = 0;
        connection.rollback();
    }

    private static OptionalLong number(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
