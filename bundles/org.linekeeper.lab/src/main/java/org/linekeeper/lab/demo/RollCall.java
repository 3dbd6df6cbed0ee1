// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.util.List;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Transition;

/**
 * Writes into a roll what has come into the collector's database: all that lies between is proved.
 */
final class RollCall implements FleetListener {
    private final Roll roll;

    RollCall(Roll roll) {
        this.roll = roll;
    }

    @Override
    public void heard(List<News> news) {
        for (News each : news) {
            if (each instanceof News.Recorded recorded
                    && recorded.entry() instanceof Transition transition) {
                roll.told(recorded.device().name(), transition);
            }
        }
    }
}
