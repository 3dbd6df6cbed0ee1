// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;

/** What a database's refusal means. */
final class SqlStates {
    private static final int MAX_CHARS = 300;

    private SqlStates() {}

    /**
     * Whether it is the values that are refused (class 22), a row that is there already or a race
     * (23, 40): to be tried message by message. Everything else is trouble of the database.
     */
    static boolean isOfTheData(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("40"));
    }

    /** One line. */
    static String sentence(SQLException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    }
}
