// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.api.config.Finding;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.Settings;

/** What the files of one phone set for each line, and what is wrong with that. For one thread. */
final class PhoneSettings {
    /** More lines than any phone has. */
    static final int MAX_LINE = 100;

    private final SortedMap<Integer, Settings<Key>> lines = new TreeMap<>();
    private final List<Finding> warnings = new ArrayList<>();
    private boolean warnedOfNumber;

    SortedMap<Integer, Settings<Key>> lines() {
        return lines;
    }

    List<Finding> warnings() {
        return warnings;
    }

    /**
     * Takes a setting.
     *
     * @param line the number of the line as the file writes it; empty = 1
     */
    void add(String line, Key key, Setting setting) {
        int number = line.isEmpty() ? 1 : number(line, setting);
        if (number != 0) {
            lines.computeIfAbsent(number, absent -> new Settings<>()).add(key, setting);
        }
    }

    /** The number that {@code text} gives a line; 0, and one warning in all, if it gives none. */
    private int number(String text, Setting at) {
        if (text.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MAX_LINE) {
                return number;
            }
        }
        if (!warnedOfNumber) {
            warnedOfNumber = true;
            String sentence = "is not a line in 1.." + MAX_LINE + " and is left out";
            // The value of the setting may be a password: the number says enough.
            warnings.add(new Finding(at.file(), at.at(), at.key(), text, sentence, ""));
        }
        return 0;
    }
}
