// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the database. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private Opening() {}

    static Store open(Database database, Instant now) throws SQLException {
        Connection connection = database.open();
        try {
            return new Store(connection, now);
        } catch (SQLException e) {
            connection.close();
            throw e;
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
