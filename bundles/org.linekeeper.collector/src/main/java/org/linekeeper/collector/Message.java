// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic;

/** What a device said, read. */
sealed interface Message {
    Topic.OfDevice from();

    default DeviceName name() {
        return new DeviceName(from().tenant(), from().device());
    }

    /** Whether the broker had kept it: the device may be gone since. */
    boolean retained();

    /** Transitions. */
    record Events(Topic.OfDevice from, boolean retained, Batch batch) implements Message {}

    /** A birth or a will. */
    record Birth(Topic.OfDevice from, boolean retained, Connection connection) implements Message {}

    /** Anything else: it is alive. */
    record Sign(Topic.OfDevice from, boolean retained) implements Message {}

    /** The policy in force. */
    record Policy(Topic.OfDevice from, boolean retained, PolicyReport report) implements Message {}

    /** All lines as they are. */
    record State(Topic.OfDevice from, boolean retained, Snapshot snapshot) implements Message {}
}
