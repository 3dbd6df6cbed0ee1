// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be wrong, and how long it has to last unless somebody says otherwise. */
public enum Kind {
    /** A server has an outage. */
    INCIDENT("critical", 0),
    /** The broker or the database is away: what is shown is old. */
    BLIND("critical", 10),
    /** All ways are open, and no phone at all is heard. */
    STALE("critical", 60),
    /** Phones are gone without a farewell. */
    PHONES_SILENT("warning", 60),
    /** Lines are not registered anywhere. */
    PHONES_UNREGISTERED("warning", 60),
    /** Phones lost transitions. */
    HISTORY_GAP("warning", 0);

    private final String severity;
    private final Duration lasts;

    Kind(String severity, int seconds) {
        this.severity = severity;
        this.lasts = Duration.ofSeconds(seconds);
    }

    /** {@code critical} or {@code warning}. */
    public String severity() {
        return severity;
    }

    Duration lasts() {
        return lasts;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
