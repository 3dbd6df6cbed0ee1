// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

/** What a message is called: its method, or its code and the method that it answers. */
final class SipText {
    private static final int MOST_CHARACTERS = 60;

    private SipText() {}

    static String title(String message) {
        String first = message.lines().findFirst().orElse("").strip();
        if (!first.startsWith("SIP/2.0 ")) {
            int blank = first.indexOf(' ');
            return cut(blank < 0 ? first : first.substring(0, blank));
        }
        String code = first.substring(8).split(" ", 2)[0];
        String method =
                message.lines()
                        .filter(line -> line.regionMatches(true, 0, "CSeq:", 0, 5))
                        .findFirst()
                        .map(line -> line.substring(5).strip().replaceFirst("^\\S+\\s*", ""))
                        .orElse("");
        return cut((code + " " + method).strip());
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
