// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.List;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Journal;
import org.linekeeper.telemetry.mqtt.journal.Mark;

/** What the collector has not, as {@link Journal} says. */
public interface Backlog {
    /** The next items behind a place, of one epoch. */
    List<Item> pending(Mark from, int most);

    /** The collector has everything up to there. */
    boolean ack(Mark mark);

    /** Up to where it has everything. */
    Mark acked();

    /** That of a journal. */
    static Backlog of(Journal journal) {
        return new Backlog() {
            @Override
            public List<Item> pending(Mark from, int most) {
                return journal.pending(from, most);
            }

            @Override
            public boolean ack(Mark mark) {
                return journal.ack(mark);
            }

            @Override
            public Mark acked() {
                return journal.acked();
            }
        };
    }
}
