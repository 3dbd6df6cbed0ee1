// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Where the history is kept. */
@FunctionalInterface
public interface Database {
    /** A new connection; blocks as long as the driver does. */
    Connection open() throws SQLException;

    /**
     * H2 or PostgreSQL.
     *
     * @param url such as {@code jdbc:h2:file:/var/lib/linekeeper/history} or {@code
     *     jdbc:postgresql://db.example/fleet}
     * @param user the user's name, may be empty
     * @param password the user's password, may be empty; shows up nowhere
     * @throws IllegalArgumentException with a sentence, if it is neither of the two
     */
    static Database of(String url, String user, String password) {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        if (url.startsWith("jdbc:h2:")) {
            return () -> h2(url, properties);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("connectTimeout", "10");
            properties.setProperty("socketTimeout", "60");
            properties.setProperty("ApplicationName", "linekeeper-collector");
            return () -> DriverManager.getConnection(url, properties);
        }
        // A URL can hold a password, so that no more than its beginning is shown.
        throw new IllegalArgumentException(
                "The database is neither jdbc:h2: nor jdbc:postgresql:, it begins with \""
                        + url.replaceFirst("^((?:\\w{1,20}:){0,2}).*", "$1")
                        + "\".");
    }

    private static Connection h2(String url, Properties properties) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            // Otherwise a commit reaches the file half a second after it was promised.
            statement.execute("SET WRITE_DELAY 0");
        }
        return connection;
    }
}
