// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console.ctl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that a shell command needs, so that it runs from one jar alone. */
final class Json {
    private static final Pattern DETAIL =
            Pattern.compile("\"detail\":\"((?:[^\"\\\\]|\\\\.){0,2000}+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private Json() {}

    static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** The detail of a problem document (RFC 9457), fit for a terminal. */
    static Optional<String> detail(String problem) {
        Matcher found = DETAIL.matcher(problem);
        return found.find()
                ? Optional.of(unescaped(found.group(1)).replaceAll("\\p{Cntrl}", "?"))
                : Optional.empty();
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
    }

    private static String character(String escape) {
        if (escape.length() > 1) {
            return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        }
        return "bfnrt".contains(escape) ? " " : escape;
    }
}
