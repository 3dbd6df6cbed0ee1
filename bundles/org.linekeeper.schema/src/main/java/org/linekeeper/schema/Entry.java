// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/** One element of a {@link Batch}: a transition, or the record that some are gone. */
public sealed interface Entry permits Transition, Gap {
    /** The first number that it stands for. */
    long first();

    /** The last number that it stands for. */
    long last();

    /** As it stands in a batch, one line. */
    default String write() {
        return Entries.draft(this).text();
    }

    /** Reads what {@link #write} wrote. */
    static Entry read(String json) throws BadMessage {
        return Entries.read(Fields.of(json));
    }
}
