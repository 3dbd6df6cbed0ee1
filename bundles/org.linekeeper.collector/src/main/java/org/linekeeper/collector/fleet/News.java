// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Instant;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;

/**
 * Something that a device said and that is in the database now. Of one device it comes in the order
 * in which it was said.
 */
public sealed interface News {
    DeviceName device();

    /** The collector's clock. */
    Instant received();

    /**
     * A birth, a will or a farewell.
     *
     * @param kept whether the broker had it from before, so that it is no sign of life
     */
    record Connected(DeviceName device, Connection connection, Instant received, boolean kept)
            implements News {}

    /**
     * All lines as they are.
     *
     * @param kept whether the broker had it from before, so that it is no sign of life
     */
    record Showed(DeviceName device, Snapshot snapshot, Instant received, boolean kept)
            implements News {}

    /**
     * Which policy decides there.
     *
     * @param kept whether the broker had it from before, so that it is no sign of life
     */
    record Reported(DeviceName device, PolicyReport report, Instant received, boolean kept)
            implements News {}

    /** A transition or a hole that is new in the history. */
    record Recorded(DeviceName device, long epoch, Entry entry, Instant received) implements News {}

    /** A sign of life without any of the others: metrics, or transitions that were known. */
    record Stirred(DeviceName device, Instant received) implements News {}
}
