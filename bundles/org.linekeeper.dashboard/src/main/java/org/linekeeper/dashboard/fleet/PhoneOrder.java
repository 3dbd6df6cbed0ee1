// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How a list of phones is sorted; those that are alike, by name. */
public enum PhoneOrder {
    DEVICE(Comparator.comparing(Phone::name)),
    STATE(Comparator.comparing(Phone::state)),
    SERVER(Comparator.comparing(phone -> phone.standing().server().orElse(""))),
    SINCE(Comparator.comparing(phone -> phone.standing().since())),
    SEEN(Comparator.comparing(phone -> phone.seen().orElse(Instant.EPOCH))),
    DEVICE_DOWN(DEVICE.comparator.reversed()),
    STATE_DOWN(STATE.comparator.reversed()),
    SERVER_DOWN(SERVER.comparator.reversed()),
    SINCE_DOWN(SINCE.comparator.reversed()),
    SEEN_DOWN(SEEN.comparator.reversed());

    private static final String DOWN = "_down";

    private final Comparator<Phone> comparator;

    PhoneOrder(Comparator<Phone> comparator) {
        this.comparator = comparator;
    }

    Comparator<Phone> comparator() {
        return comparator.thenComparing(Phone::name);
    }

    /** As it stands in an address: {@code since}, or {@code -since} for the other way round. */
    public String word() {
        String word = name().toLowerCase(Locale.ROOT);
        return word.endsWith(DOWN) ? "-" + word.substring(0, word.length() - DOWN.length()) : word;
    }

    public static Optional<PhoneOrder> of(String word) {
        return Arrays.stream(values()).filter(order -> order.word().equals(word)).findFirst();
    }
}
