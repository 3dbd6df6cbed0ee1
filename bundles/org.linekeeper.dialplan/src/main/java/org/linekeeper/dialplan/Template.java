// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.ArrayList;
import java.util.List;

/** A text in which {@code $1} and {@code %1} stand for what the groups of the patterns found. */
final class Template {
    /**
     * A piece.
     *
     * @param group its number, from 1; 0 = the text stands as it is
     */
    private record Part(int group, String text) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a text. A per cent sign before two hexadecimal digits is an escape of the URI, unless
     * there is a group of that number.
     *
     * @param groups how many there are
     */
    static Template parse(Entry entry, String text, int groups) throws UnreadableRules {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            if (!isReference(text, at)) {
                at++;
                continue;
            }
            int end = at + 2;
            int group = text.charAt(at + 1) - '0';
            while (isDigit(text, end) && group * 10 + text.charAt(end) - '0' <= groups) {
                group = group * 10 + text.charAt(end++) - '0';
            }
            if (group >= 1 && group <= groups) {
                parts.add(new Part(0, text.substring(start, at)));
                parts.add(new Part(group, ""));
                start = end;
            } else if (!isEscape(text, at)) {
                throw entry.refused(
                        text.substring(at, end)
                                + " stands for no group: the matching patterns have "
                                + groups);
            }
            at = end;
        }
        parts.add(new Part(0, text.substring(start)));
        parts.removeIf(part -> part.group() == 0 && part.text().isEmpty());
        return new Template(parts);
    }

    private static boolean isReference(String text, int at) {
        char sign = text.charAt(at);
        return (sign == '$' || sign == '%') && isDigit(text, at + 1);
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Whether the text begins with what a group found. */
    boolean beginsWithGroup() {
        return !parts.isEmpty() && parts.get(0).group() > 0;
    }

    /** The text with the groups filled in; element 0 is group 1. */
    String fill(List<String> groups) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.group() == 0 ? part.text() : groups.get(part.group() - 1));
        }
        return text.toString();
    }
}
