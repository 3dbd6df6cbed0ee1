// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;

/**
 * What a collector knows without asking the database; begun afresh whenever a try has failed.
 *
 * @param lanes progress of epochs
 * @param devices their numbers in the database
 */
record Memory(Lanes lanes, Devices devices) {
    static Memory of(Store store, Limits limits) throws SQLException {
        return new Memory(
                new Lanes(limits.lanes()),
                new Devices(limits.devices(), limits.lanes(), store.devices()));
    }
}
