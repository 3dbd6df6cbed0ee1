// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

/**
 * How much a collector takes on. What is beyond is dropped and counted; devices keep it.
 *
 * @param devices in all; messages of others are dropped
 * @param epochs of one device
 * @param queuedMessages that wait for the database
 * @param queuedBytes that wait for the database
 * @param roundMessages that go into one commit
 * @param roundBytes that go into one commit, and whatever the first message has
 * @param lanes of which the progress is kept in memory
 * @param ahead how far beyond the unbroken row a number may be
 * @param heldEntries transitions that wait for those before them, of all devices
 */
public record Limits(
        int devices,
        int epochs,
        int queuedMessages,
        long queuedBytes,
        int roundMessages,
        long roundBytes,
        int lanes,
        long ahead,
        int heldEntries) {
    /** For a million phones. */
    public static final Limits USUAL =
            new Limits(1_000_000, 1_000, 16_384, 64L << 20, 4_096, 4L << 20, 50_000, 1_024, 65_536);
}
