// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the database. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private Opening() {}

    static Store open(Database database, Instant now) throws SQLException {
        Connection connection = connect(database);
        try {
            return new Store(connection, now);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e instanceof SQLException of ? of : new SQLException("" + e, e);
        }
    }

    static Connection connect(Database database) throws SQLException {
        try {
            return database.open();
        } catch (RuntimeException bug) {
            // The driver's; it is tried again as after any other failure.
            throw new SQLException("" + bug, bug);
        }
    }

    /** Opens it and closes it again; its tables may be missing, but not of a later version. */
    static void tryOut(Database database) throws SQLException {
        try (Connection connection = connect(database)) {
            connection.setAutoCommit(false);
            Migration.run(connection, Instant.now().atOffset(ZoneOffset.UTC));
        }
    }

    static void close(Store store) {
        try {
            store.close();
        } catch (SQLException e) {
            LOG.debug("The connection was gone already: {}", SqlStates.sentence(e));
        }
    }
}
