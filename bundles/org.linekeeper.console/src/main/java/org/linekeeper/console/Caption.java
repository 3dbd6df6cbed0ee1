// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands at a message's arrow.
 *
 * @param label on it: the method, or the code and the method that it answers
 * @param detail beside it; may be empty
 */
record Caption(String label, String detail) {
    private static final int LONGEST_DETAIL = 40;
    private static final Pattern RESPONSE = Pattern.compile("(?s)SIP/2\\.0 ([0-9]{3})(?: (.*))?");
    private static final Pattern REQUEST = Pattern.compile("(?s)([A-Za-z]{1,20}) .*");
    private static final Pattern CSEQ =
            Pattern.compile("(?im)^CSeq[ \\t]*:[ \\t]*[0-9]+[ \\t]+([A-Z]{1,20})");
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?im)^(?:Proxy-)?Authorization[ \\t]*:");

    /**
     * Of a message.
     *
     * @param time the how-manieth it is of the very same text that way
     */
    static Caption of(String message, int time) {
        String start = message.lines().findFirst().orElse("");
        List<String> details = new ArrayList<>();
        Matcher response = RESPONSE.matcher(start);
        Matcher request = REQUEST.matcher(start);
        String label = "?";
        if (response.matches()) {
            Matcher of = CSEQ.matcher(message);
            label = response.group(1) + (of.find() ? " " + of.group(1) : "");
            details.add(response.group(2) == null ? "" : response.group(2));
        } else if (request.matches()) {
            label = request.group(1);
            details.add(CREDENTIALS.matcher(message).find() ? "with credentials" : "");
        }
        details.add(time > 1 ? "again, " + time : "");
        details.removeIf(String::isBlank);
        String detail = Printable.line(String.join("; ", details));
        return new Caption(
                label,
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL));
    }
}
