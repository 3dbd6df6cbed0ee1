// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a database's refusal means. */
final class SqlStates {
    private static final int MAX_CHARS = 300;
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^;&\\s\"]*");
    private static final Pattern IN_URL = Pattern.compile("(?i)[?&;]password=|//[^/?]*@");
    private static final int H2_FILE_IS_OPEN = 90_020;
    private static final Pattern H2_OWN = Pattern.compile("HY.*|90.*");

    private SqlStates() {}

    /**
     * Whether it is the values that are refused (class 22), a row that is there already or a race
     * (23, 40): to be tried message by message. Everything else is trouble of the database.
     */
    static boolean isOfTheData(SQLException e) {
        return is(e, "22") || isRace(e);
    }

    /** Whether another collector may have been faster: the same again can well succeed. */
    static boolean isRace(SQLException e) {
        return is(e, "23") || is(e, "40");
    }

    /**
     * Whether no waiting helps: a user or password that is refused (28) or missing (08004), no such
     * database (3D), no right to make tables (42), tables of a later version, and of H2, which is
     * no server, nearly everything.
     */
    static boolean isForGood(SQLException e) {
        return e instanceof Migration.TooNew
                || is(e, "28")
                || is(e, "08004")
                || is(e, "3D")
                || is(e, "42")
                || Optional.ofNullable(e.getSQLState())
                        .filter(state -> H2_OWN.matcher(state).matches())
                        .isPresent();
    }

    /** What a URL may not: everybody who lists processes could read it. */
    static boolean holdsPassword(String url) {
        return IN_URL.matcher(url).find();
    }

    private static boolean is(SQLException e, String sqlClass) {
        return e.getSQLState() != null && e.getSQLState().startsWith(sqlClass);
    }

    /** One line for a human, without a password. */
    static String sentence(SQLException e) {
        if (e.getErrorCode() == H2_FILE_IS_OPEN) {
            return "its file is in use by another process.";
        }
        if (e.getCause() instanceof UnknownHostException unknown) {
            return "there is no host " + unknown.getMessage() + ".";
        }
        // H2 puts its number behind it, and wraps the name of the statement.
        String text =
                PASSWORD.matcher(String.valueOf(e.getMessage()))
                        .replaceAll("$1***")
                        .replaceAll("\\p{Cntrl}+", " ")
                        .replaceFirst(" \\[\\d+-\\d+]$", "")
                        .strip();
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    }
}
