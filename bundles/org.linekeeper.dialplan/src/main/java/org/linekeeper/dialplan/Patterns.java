// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The regular expressions of one file. RE2/J matches in linear time, but a pattern's program grows
 * with the counts in its braces: each pattern and the file as a whole have a bound.
 */
final class Patterns {
    private static final int LONGEST = 256;
    private static final int LARGEST = 10_000;
    private static final int LARGEST_TOGETHER = 200_000;
    private static final int FIRST_CODE = 300;
    private static final int LAST_CODE = 699;

    /** A count in braces, or what looks like one: too large an estimate does no harm. */
    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{0,9})(?:,(\\d{0,9}))?}");

    /** Classes of Unicode are large tables, and slow to build; a URI is ASCII (RFC 3261 25.1). */
    private static final java.util.regex.Pattern BEYOND_ASCII =
            java.util.regex.Pattern.compile("[^\\p{ASCII}]|\\\\[pP]|\\\\x\\{");

    private final Map<String, Set<Integer>> codes = new HashMap<>();
    private long spent;

    /** The pattern that stands in this line. */
    Pattern compile(Entry entry) throws UnreadableRules {
        String text = entry.value();
        if (text.length() > LONGEST) {
            throw entry.refused("is longer than " + LONGEST + " characters");
        }
        if (BEYOND_ASCII.matcher(text).find()) {
            throw entry.refused("looks for more than the ASCII signs that a URI is made of");
        }
        long size = size(text);
        spent += size;
        if (size > LARGEST) {
            throw entry.refused("is too large with all that its braces repeat");
        }
        if (spent > LARGEST_TOGETHER) {
            throw entry.refused("makes the patterns of this file too large together");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw entry.refused(
                    "is no regular expression that is understood: " + e.getDescription());
        }
    }

    /**
     * A count behind a single sign repeats that one; behind a group, it may repeat all there is.
     */
    private static long size(String text) {
        long size = Math.max(1, text.length());
        long factor = 1;
        for (MatchResult count : COUNT.matcher(text).results().toList()) {
            long times = Math.max(1, Math.max(number(count.group(1)), number(count.group(2))));
            boolean ofGroup =
                    count.start() > 0 && ")}*+?".indexOf(text.charAt(count.start() - 1)) >= 0;
            size += ofGroup ? 0 : times;
            factor = Math.min(ofGroup ? factor * times : factor, LARGEST + 1L);
        }
        return size * factor;
    }

    private static long number(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** The codes, 300 to 699, that the pattern in this line matches as a whole; at least one. */
    Set<Integer> codes(Entry entry) throws UnreadableRules {
        Set<Integer> known = codes.get(entry.value());
        if (known != null) {
            return known;
        }
        Pattern pattern = compile(entry);
        Set<Integer> matching =
                IntStream.rangeClosed(FIRST_CODE, LAST_CODE)
                        .filter(code -> pattern.matches(Integer.toString(code)))
                        .boxed()
                        .collect(Collectors.toUnmodifiableSet());
        if (matching.isEmpty()) {
            throw entry.refused("matches no response code from 300 to 699");
        }
        codes.put(entry.value(), matching);
        return matching;
    }
}
