// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.linekeeper.api.policy.LineEvent;

/**
 * A Subscription-State header (RFC 6665 section 8.2.3).
 *
 * @param value active, pending, terminated or an extension, in lower case
 * @param parameters names in lower case
 */
record Status(String value, Map<String, String> parameters) {
    private static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]{1,64}";
    private static final int MAX_CHARS = 1024;
    private static final int MAX_PARTS = 16;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    Status {
        parameters = Map.copyOf(parameters);
    }

    static Optional<Status> parse(String header) {
        String[] parts = header.split(";", MAX_PARTS);
        String value = parts[0].trim().toLowerCase(Locale.ROOT);
        if (header.length() > MAX_CHARS || !value.matches(TOKEN)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = pair[0].trim().toLowerCase(Locale.ROOT);
            parameters.putIfAbsent(name, pair.length == 1 ? "" : pair[1].trim());
        }
        return Optional.of(new Status(value, parameters));
    }

    boolean isTerminated() {
        return value.equals("terminated");
    }

    /** What the line hears of it. */
    LineEvent asEvent(String subscription) {
        if (!isTerminated()) {
            return new LineEvent.SubscriptionNotified(
                    subscription, value.equals("active"), seconds("expires"));
        }
        String reason = parameters.getOrDefault("reason", "");
        String why = reason.matches(TOKEN) ? reason.toLowerCase(Locale.ROOT) : "";
        return new LineEvent.SubscriptionEnded(subscription, why, seconds("retry-after"));
    }

    private OptionalInt seconds(String name) {
        String text = parameters.getOrDefault(name, "");
        return SECONDS.matcher(text).matches()
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }
}
