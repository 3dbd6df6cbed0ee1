// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.regex.Pattern;

/** Text from the network as a terminal may show it. */
final class Printable {
    /** Controls, and what turns the direction of a line or hides in it. */
    private static final Pattern STEERS =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\r\n\t]]");

    private static final Pattern BREAKS = Pattern.compile("[\r\n\t]");

    private Printable() {}

    /** Lines; what came over the network must not steer the terminal that it is shown on. */
    static String lines(String text) {
        return STEERS.matcher(text).replaceAll("?");
    }

    /** One line. */
    static String line(String text) {
        return BREAKS.matcher(lines(text)).replaceAll(" ");
    }
}
