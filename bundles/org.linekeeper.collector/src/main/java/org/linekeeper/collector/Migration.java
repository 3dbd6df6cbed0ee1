// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;

/** Brings the tables to the version that this code writes; each step can be run again. */
final class Migration {
    static final int VERSION = 3;

    private Migration() {}

    /** The database was made by a later Linekeeper. */
    static final class TooNew extends SQLException {
        private static final long serialVersionUID = 1;

        TooNew(int found) {
            super(
                    "The database has tables of version "
                            + found
                            + ", and this Linekeeper knows up to "
                            + VERSION
                            + ".");
        }
    }

    static void run(Connection connection, OffsetDateTime now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS lk_version (version INTEGER PRIMARY KEY,"
                            + " at TIMESTAMP(3) WITH TIME ZONE NOT NULL)");
            int found = version(statement);
            if (found > VERSION) {
                throw new TooNew(found);
            }
            for (int next = found + 1; next <= VERSION; next++) {
                for (String each : statements(next)) {
                    statement.execute(each);
                }
                record(connection, next, now);
            }
            connection.commit();
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM lk_version")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void record(Connection connection, int version, OffsetDateTime now)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO lk_version VALUES (?, ?)")) {
            insert.setInt(1, version);
            insert.setObject(2, now);
            insert.executeUpdate();
        }
    }

    private static String[] statements(int version) {
        try (InputStream file = Migration.class.getResourceAsStream(version + ".sql")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("(?m)^--.*$", "").strip().split(";\\s*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
