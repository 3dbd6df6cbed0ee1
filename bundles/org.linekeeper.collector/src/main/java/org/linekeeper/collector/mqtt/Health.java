// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import org.linekeeper.collector.Collector;
import org.linekeeper.collector.Counts;
import org.linekeeper.collector.Reach;
import org.linekeeper.collector.fleet.CollectorHealth;

/** How a collector and its two ways are. */
record Health(Reach broker, Reach database, Collector collector) implements CollectorHealth {
    @Override
    public Standing standing() {
        Counts counts = collector.counts();
        return new Standing(
                broker.way(),
                database.way(),
                collector.lastMessage(),
                collector.waiting(),
                counts.messages(),
                counts.stored(),
                counts.leftOut());
    }
}
