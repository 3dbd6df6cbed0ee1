// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Via value (RFC 3261 section 20.42, RFC 3581).
 *
 * @param sentBy host and port as written, in lower case
 * @param branch empty if there is none
 * @param received empty if there is none
 * @param rport the value, if there is one
 * @param text without received and rport, as it can be sent back
 * @param asksRport whether the sender wants to hear of its source port
 */
public record Via(
        String sentBy,
        String branch,
        String received,
        OptionalInt rport,
        String text,
        boolean asksRport) {
    private static final int DEFAULT_PORT = 5060;
    private static final Pattern PORT = Pattern.compile("[^:]*:(\\d{1,5})|.*]:(\\d{1,5})");

    /** What a branch made after RFC 3261 begins with. */
    public static final String COOKIE = "z9hG4bK";

    /** The port that sent-by names, or the default one. */
    public int sentByPort() {
        Matcher named = PORT.matcher(sentBy);
        if (!named.matches()) {
            return DEFAULT_PORT;
        }
        int port = Integer.parseInt(named.group(1) == null ? named.group(2) : named.group(1));
        return port >= 1 && port <= 65535 ? port : DEFAULT_PORT;
    }
}
