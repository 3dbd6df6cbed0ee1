// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * What stands where a path leads, or where it breaks off.
 *
 * @param at the line in the file; 0 = unknown
 * @param value what stands there; empty if that is no single value
 */
record Place(int at, String value) {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([0-9]+)]");
    private static final int MAX_SHOWN = 60;

    /**
     * Follows a path such as {@code servers[1].port}.
     *
     * @param start where the table itself stands
     */
    static Place of(TomlTable table, int start, String path) {
        Object here = table;
        int at = start;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            TomlPosition position = null;
            Object next = null;
            if (step.group(1) != null && here instanceof TomlTable inner) {
                List<String> key = List.of(step.group(1));
                next = inner.get(key);
                position = next == null ? null : inner.inputPositionOf(key);
            } else if (step.group(2) != null && here instanceof TomlArray array) {
                int index = Integer.parseInt(step.group(2));
                next = index < array.size() ? array.get(index) : null;
                position = next == null ? null : array.inputPositionOf(index);
            }
            if (next == null) {
                return new Place(at, "");
            }
            at = position == null ? at : position.line();
            here = next;
        }
        boolean single = !(here instanceof TomlTable) && !(here instanceof TomlArray);
        return new Place(at, single ? shown(here.toString()) : "");
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_SHOWN
                ? printable
                : printable.substring(0, MAX_SHOWN) + "…";
    }
}
