// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.List;

/**
 * {@code up/ev}: transitions in unbroken order. A PUBACK is no durability: a device keeps them
 * until an {@link Ack} says that they are in the history.
 *
 * @param ep the epoch of the numbers: it grows when a device had to start afresh
 * @param entries 1 to {@link #MAX_ENTRIES}; each begins where the one before it ended
 */
public record Batch(long ep, List<Entry> entries) {
    public static final int MAX_ENTRIES = 32;

    public Batch {
        Check.count("ep", ep);
        entries = Check.list("tr", entries, 1, MAX_ENTRIES);
        for (int i = 1; i < entries.size(); i++) {
            long expected = entries.get(i - 1).last() + 1;
            if (entries.get(i).first() != expected) {
                throw new IllegalArgumentException(
                        "tr["
                                + i
                                + "] does not begin at "
                                + expected
                                + ": "
                                + entries.get(i).first());
            }
        }
    }

    /** The first number in it. */
    public long first() {
        return entries.get(0).first();
    }

    /** The last number in it. */
    public long last() {
        return entries.get(entries.size() - 1).last();
    }

    public static Batch read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        long ep = fields.number("ep");
        long first = fields.number("first");
        List<Entry> entries = fields.list("tr", MAX_ENTRIES, Entries::read);
        Batch batch = fields.build(() -> new Batch(ep, entries));
        if (batch.first() != first) {
            throw new BadMessage(
                    "first is not that of tr[0], " + batch.first() + ": " + first + ".");
        }
        return batch;
    }

    public String write() {
        return Draft.message()
                .put("ep", ep)
                .put("first", first())
                .putAll("tr", entries, Entries::draft)
                .text();
    }
}
