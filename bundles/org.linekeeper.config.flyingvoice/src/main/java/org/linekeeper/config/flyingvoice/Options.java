// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.linekeeper.api.config.Finding;

/**
 * What is said of a phone beside its files.
 *
 * @param countsAtMax whether the line leaves when the failures reach the maximum, and not when they
 *     exceed it
 */
record Options(boolean countsAtMax) {
    private static final String PREFIX = "flyingvoice.";
    private static final String COUNT = PREFIX + "count";
    private static final String AT_MAX = "at-max";

    /**
     * Reads those of this vendor.
     *
     * @param file what the findings name
     * @param errors takes options and values that there are not
     */
    static Options of(Map<String, String> options, String file, Consumer<Finding> errors) {
        new TreeMap<>(options)
                .forEach(
                        (name, value) -> {
                            String wrong = name.startsWith(PREFIX) ? wrong(name, value) : "";
                            if (!wrong.isEmpty()) {
                                errors.accept(new Finding(file, 0, name, value, wrong, ""));
                            }
                        });
        return new Options(AT_MAX.equals(options.get(COUNT)));
    }

    /** What is wrong with an option of this vendor; empty = nothing. */
    private static String wrong(String name, String value) {
        if (!name.equals(COUNT)) {
            return "is no option of this vendor";
        }
        return value.matches("exceeds|" + AT_MAX) ? "" : "is not exceeds or " + AT_MAX;
    }

    /** How many failures in a row a line bears. */
    int tolerated(int maxFailCount) {
        return countsAtMax ? Math.max(0, maxFailCount - 1) : maxFailCount;
    }
}
