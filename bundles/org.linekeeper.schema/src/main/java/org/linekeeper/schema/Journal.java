// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * What a device still keeps for the history.
 *
 * @param pending transitions not yet confirmed
 * @param capacity how many it can keep
 * @param dropped how many were lost at that bound since the journal began
 */
public record Journal(long pending, long capacity, long dropped) {
    public Journal {
        Check.count("pend", pending);
        Check.count("cap", capacity);
        Check.count("dropped", dropped);
    }

    static Journal read(Fields fields) throws BadMessage {
        long pending = fields.number("pend");
        long capacity = fields.number("cap");
        long dropped = fields.number("dropped");
        return fields.build(() -> new Journal(pending, capacity, dropped));
    }

    Draft draft() {
        return new Draft().put("pend", pending).put("cap", capacity).put("dropped", dropped);
    }
}
