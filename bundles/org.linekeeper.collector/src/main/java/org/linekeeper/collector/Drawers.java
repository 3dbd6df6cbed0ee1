// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;

/** Documents in a table beside the history. */
final class Drawers implements Shelf {
    private static final int MOST_KIND = 32;
    private static final int MOST_KEY = 200;
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final String UPDATE =
            "UPDATE lk_shelf SET at = ?, text = ? WHERE kind = ? AND name = ?";
    private static final String INSERT =
            "INSERT INTO lk_shelf (at, text, kind, name) VALUES (?, ?, ?, ?)";
    private static final String SELECT = "SELECT kind, name, at, text FROM lk_shelf WHERE kind = ?";
    private static final String DELETE = "DELETE FROM lk_shelf WHERE kind = ?";

    private final Pool pool;

    Drawers(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void put(Document document) throws StoreGone {
        check("kind", document.kind(), 1, MOST_KIND);
        check("key", document.key(), 1, MOST_KEY);
        check("text", document.text(), 0, MOST_CHARS);
        Object at = Archive.utc(document.at().truncatedTo(ChronoUnit.MILLIS));
        Object[] values = {at, document.text(), document.kind(), document.key()};
        pool.change(
                connection -> {
                    if (run(connection, UPDATE, values) == 0) {
                        insert(connection, values);
                    }
                });
    }

    private static void insert(Connection connection, Object... values) throws SQLException {
        try {
            run(connection, INSERT, values);
        } catch (SQLException e) {
            if (!SqlStates.isRace(e)) {
                throw e;
            }
            // Somebody else has put it there in between.
            connection.rollback();
            run(connection, UPDATE, values);
        }
    }

    private static void check(String name, String value, int least, int most) {
        if (value.length() < least || value.length() > most || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    name + " has not " + least + " to " + most + " characters, or a NUL");
        }
    }

    @Override
    public Optional<Document> get(String kind, String key) throws StoreGone {
        return pool
                .use(connection -> find(connection, SELECT + " AND name = ?", kind, key))
                .stream()
                .findFirst();
    }

    @Override
    public List<Document> list(String kind, Optional<Instant> before, int most) throws StoreGone {
        Archive.checked(most);
        Object end = Archive.utc(before.orElse(END));
        String sql = SELECT + " AND at < ? ORDER BY at DESC, name LIMIT ?";
        return pool.use(connection -> find(connection, sql, kind, end, most));
    }

    @Override
    public void remove(String kind, String key) throws StoreGone {
        pool.change(connection -> run(connection, DELETE + " AND name = ?", kind, key));
    }

    @Override
    public void trim(String kind, int most) throws StoreGone {
        if (most < 0) {
            throw new IllegalArgumentException("fewer than none are left: " + most);
        }
        pool.change(
                connection -> {
                    String sql = SELECT + " ORDER BY at DESC, name LIMIT 1 OFFSET ?";
                    for (Document first : find(connection, sql, kind, most)) {
                        Object at = Archive.utc(first.at());
                        run(
                                connection,
                                DELETE + " AND (at < ? OR at = ? AND name >= ?)",
                                kind,
                                at,
                                at,
                                first.key());
                    }
                });
    }

    private static int run(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static List<Document> find(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement query = prepare(connection, sql, values);
                ResultSet rows = query.executeQuery()) {
            List<Document> found = new ArrayList<>();
            while (rows.next()) {
                found.add(
                        new Document(
                                rows.getString(1),
                                rows.getString(2),
                                Rows.time(rows, "at"),
                                rows.getString(4)));
            }
            return found;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = Pool.prepare(connection, sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
