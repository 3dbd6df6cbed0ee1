// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic;

/** What a device said, read. */
sealed interface Message {
    Topic.OfDevice from();

    /** Transitions. */
    record Events(Topic.OfDevice from, Batch batch) implements Message {}

    /** A birth or a will. */
    record Birth(Topic.OfDevice from, Connection connection) implements Message {}

    /** Anything else: it is alive. */
    record Sign(Topic.OfDevice from) implements Message {}

    /** All lines as they are. */
    record State(Topic.OfDevice from, Snapshot snapshot) implements Message {}
}
