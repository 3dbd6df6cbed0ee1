// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lists and parameters inside a header field's value. */
final class Tokens {

    private Tokens() {}

    /** Parts between separators that stand outside quotes and angle brackets, trimmed. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        boolean bracketed = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '<' || c == '>')) {
                bracketed = c == '<';
            } else if (!quoted && !bracketed && c == separator) {
                parts.add(text.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).trim());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** Parameters in their order, names in lower case; one without a value maps to "". */
    static Map<String, String> params(List<String> parts) {
        Map<String, String> params = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals).trim();
            String value = equals < 0 ? "" : unquote(part.substring(equals + 1).trim());
            params.put(name.toLowerCase(Locale.ROOT), value);
        }
        return params;
    }

    /** Parameters as they are appended to a value, each with its semicolon. */
    static String format(Map<String, String> params) {
        StringBuilder text = new StringBuilder();
        params.forEach(
                (name, value) -> {
                    text.append(';').append(name);
                    if (!value.isEmpty()) {
                        text.append('=').append(value);
                    }
                });
        return text.toString();
    }

    static String unquote(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /** The number a value begins with; empty when it begins otherwise or exceeds an int. */
    static Optional<Integer> leadingNumber(String text) {
        String digits = text.trim().replaceFirst("(?s)\\D.*", "");
        if (digits.isEmpty() || digits.length() > 10) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        return number <= Integer.MAX_VALUE ? Optional.of((int) number) : Optional.empty();
    }
}
