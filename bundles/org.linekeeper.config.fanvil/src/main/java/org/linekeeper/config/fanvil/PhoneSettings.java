// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.api.config.Finding;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.Settings;

/** What the files of one phone set: for the phone itself and for each line. For one thread. */
final class PhoneSettings {
    /** More lines than any phone has. */
    static final int MAX_LINE = 100;

    private final Settings<Key> phone = new Settings<>();
    private final SortedMap<Integer, Settings<Key>> lines = new TreeMap<>();
    private final List<Finding> warnings = new ArrayList<>();
    private boolean warnedOfNumber;

    Settings<Key> phone() {
        return phone;
    }

    SortedMap<Integer, Settings<Key>> lines() {
        return lines;
    }

    List<Finding> warnings() {
        return warnings;
    }

    /** The number that {@code text} gives a line; 0, and one warning in all, if it gives none. */
    int lineNumber(String text, Setting at) {
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

    void add(int line, Key key, Setting setting) {
        if (line != 0) {
            lines.computeIfAbsent(line, number -> new Settings<>()).add(key, setting);
        }
    }

    void warn(Setting at, String sentence) {
        warnings.add(new Finding(at.file(), at.at(), at.key(), at.value(), sentence, ""));
    }
}
