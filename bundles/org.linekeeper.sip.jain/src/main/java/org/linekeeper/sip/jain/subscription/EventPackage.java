// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Event packages: what can be watched (RFC 6665 section 5). */
final class EventPackage {
    /** Those that a phone shows something of: the lamp of its voice mail, lamps for others. */
    static final String ALLOWED = "message-summary, dialog";

    /** The bodies that are understood; without an Accept a package has a default of its own. */
    private static final Map<String, String> CONTENT =
            Map.of(
                    "message-summary", "application/simple-message-summary",
                    "dialog", "application/dialog-info+xml");

    private static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]{1,64}";
    private static final Pattern EVENT =
            Pattern.compile(TOKEN + "(?:;" + TOKEN + "(?:=" + TOKEN + ")?){0,4}");

    private EventPackage() {}

    /** Whether a text can stand in an Event header. */
    static boolean isOne(String event) {
        return EVENT.matcher(event).matches();
    }

    /** Whether both name the same package, whatever their parameters. */
    static boolean isSame(String one, String other) {
        return nameOf(one).equalsIgnoreCase(nameOf(other));
    }

    static Optional<String> contentOf(String event) {
        return Optional.ofNullable(CONTENT.get(nameOf(event)));
    }

    private static String nameOf(String event) {
        return event.split(";", 2)[0].trim();
    }
}
