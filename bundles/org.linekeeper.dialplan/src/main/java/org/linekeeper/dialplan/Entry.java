// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import org.linekeeper.api.config.Finding;

/**
 * One line of a file of rules.
 *
 * @param file its name
 * @param at the number of the line, from 1
 * @param key as the file writes it; empty for a line that is no setting
 * @param value without blanks around it
 */
record Entry(String file, int at, String key, String value) {
    private static final int SHOWN = 80;

    /** What refuses the file because of this line. */
    UnreadableRules refused(String reason) {
        return new UnreadableRules(new Finding(file, at, shown(key), shown(value), reason, ""));
    }

    /** Short enough for one sentence, and nothing in it that a terminal would obey. */
    private static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
