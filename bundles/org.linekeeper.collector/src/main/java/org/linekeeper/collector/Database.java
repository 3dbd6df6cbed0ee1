// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Where the history is kept. */
@FunctionalInterface
public interface Database {
    /**
     * Else it closes itself on SIGTERM, before what was taken on is in it, and says trouble in
     * stack traces, in a file of its own or on standard error.
     */
    Map<String, String> H2_SETTINGS = Map.of("DB_CLOSE_ON_EXIT", "FALSE", "TRACE_LEVEL_FILE", "0");

    /** A new connection; blocks as long as the driver does. */
    Connection open() throws SQLException;

    /**
     * Tries to open it: a sentence if that will never work as the database is named and set up;
     * empty if it does, or may as soon as a server comes back. Blocks as long as the driver does.
     */
    default Optional<String> refusal() {
        try {
            Opening.tryOut(this);
            return Optional.empty();
        } catch (SQLException e) {
            return SqlStates.isForGood(e)
                    ? Optional.of("The database cannot be used: " + SqlStates.sentence(e))
                    : Optional.empty();
        }
    }

    /**
     * H2 or PostgreSQL.
     *
     * @param url such as {@code jdbc:h2:file:/var/lib/linekeeper/history} or {@code
     *     jdbc:postgresql://db.example/fleet?user=linekeeper}
     * @param user the user's name, may be empty
     * @param password the user's password, may be empty; shows up nowhere
     * @throws IllegalArgumentException with a sentence, if it is neither of the two
     */
    static Database of(String url, String user, String password) {
        if (SqlStates.holdsPassword(url)) {
            throw new IllegalArgumentException(
                    "The database's URL holds a password: that comes by the environment variable"
                            + " LINEKEEPER_DB_PASSWORD only.");
        }
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        if (url.startsWith("jdbc:h2:")) {
            String named = url.toUpperCase(Locale.ROOT);
            H2_SETTINGS.forEach(
                    (name, value) -> {
                        if (!named.contains(";" + name + "=")) {
                            properties.setProperty(name, value);
                        }
                    });
            return () -> connected(new org.h2.Driver(), url, properties);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("connectTimeout", "8");
            properties.setProperty("loginTimeout", "8");
            properties.setProperty("socketTimeout", "60");
            properties.setProperty("ApplicationName", "linekeeper-collector");
            return () -> connected(new org.postgresql.Driver(), url, properties);
        }
        // A URL can hold a password, so that no more than its beginning is shown.
        throw new IllegalArgumentException(
                "The database is neither jdbc:h2: nor jdbc:postgresql:, it begins with \""
                        + url.replaceFirst("^((?:\\w{1,20}:){0,2}).*", "$1")
                        + "\".");
    }

    /** Without the list of drivers, which sees only those of its own class loader. */
    private static Connection connected(Driver driver, String url, Properties properties)
            throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("The URL of the database is not one that its driver knows.");
        }
        return connection;
    }
}
