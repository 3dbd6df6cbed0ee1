// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A transition, as the phone's stream of events and the history both have it. */
record Told(long seq, int line, Instant at, String from, String to, String why) {
    /** What happened, whatever its number. */
    String event() {
        return String.join(" ", Integer.toString(line), at.toString(), from, to, why);
    }

    /** All transitions in an H2 file, and gaps too, in order. */
    static List<Told> history(Path home) throws SQLException {
        String sql =
                "SELECT seq, line, at, from_state, to_state, why FROM lk_history"
                        + " WHERE kind <> 'epoch' ORDER BY ep, seq";
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + home.resolve("history"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Told> found = new ArrayList<>();
            while (rows.next()) {
                found.add(
                        new Told(
                                rows.getLong(1),
                                rows.getInt(2),
                                rows.getObject(3, OffsetDateTime.class).toInstant(),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6)));
            }
            return found;
        }
    }
}
