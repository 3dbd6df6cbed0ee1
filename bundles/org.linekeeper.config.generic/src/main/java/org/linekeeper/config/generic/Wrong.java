// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.linekeeper.api.config.Finding;
import org.linekeeper.config.kit.json.BadLine;
import org.tomlj.TomlTable;

/**
 * Says of a table what is wrong in it.
 *
 * @param file its name
 * @param header what the table is called
 * @param table the table itself
 * @param at where it stands
 */
record Wrong(String file, String header, TomlTable table, int at) {
    private static final int NEAR = 3;
    private static final String PASSWORD = "password";

    /** What the reader of lines found, in the words and at the place of the file. */
    Refused because(BadLine bad) {
        return because(bad, bad.path());
    }

    /** The same where the table calls the place otherwise than the reader of lines. */
    Refused because(BadLine bad, String path) {
        boolean unknown = !bad.known().isEmpty();
        Place place = Place.of(table, at, path);
        String key = path.replaceAll("\\[[0-9]+]", "");
        boolean secret = key.equals(PASSWORD);
        // Of a key that there is not nobody knows whether its value is a password.
        String value = unknown ? "" : secret && !place.value().isEmpty() ? "***" : place.value();
        String sentence = unknown ? unknownKey(lastOf(key), bad.known()) : bare(bad.sentence());
        return refused(place.at(), key, value, sentence);
    }

    /**
     * What is wrong with a key of the table itself.
     *
     * @param showing whether its value may be shown
     */
    Refused because(String key, String sentence, boolean showing) {
        Place place = Place.of(table, at, key);
        return refused(place.at(), key, showing ? place.value() : "", sentence);
    }

    static String unknownKey(String name, Collection<String> known) {
        return "is no key here"
                + nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElseGet(() -> "; there are: " + String.join(", ", known));
    }

    private Refused refused(int line, String key, String value, String sentence) {
        String whole = key.isEmpty() ? header : header.isEmpty() ? key : header + "." + key;
        return new Refused(new Finding(file, line, whole, value, sentence, ""));
    }

    /** Without the value, which stands beside it, and without the full stop. */
    private static String bare(String sentence) {
        int value = sentence.indexOf(": ");
        int end = sentence.endsWith(".") ? sentence.length() - 1 : sentence.length();
        return sentence.substring(0, value < 0 ? end : value);
    }

    private static String lastOf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(
                        word ->
                                distance(name, word) <= NEAR
                                        && distance(name, word) < word.length())
                .min(Comparator.comparingInt(word -> distance(name, word)));
    }

    /** Levenshtein's: of letters put in, left out or changed. Both are short. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
