// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.Locale;

/** Why something was not taken. */
public enum Drop {
    /** The topic is none of a device's. */
    TOPIC,
    /** The message cannot be read. */
    MALFORMED,
    /** In the history already. */
    DUPLICATE,
    /** Too far beyond the unbroken row, or there is no more room to let it wait. */
    AHEAD,
    /** A snapshot or a will that is older than what is known. */
    STALE,
    /** The device has begun too many epochs. */
    EPOCHS,
    /** There are too many devices. */
    DEVICES,
    /** Too much waits for the database. */
    BUSY,
    /** The database takes it in no way. */
    REFUSED;

    /** The reason as a word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
