// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import org.linekeeper.collector.fleet.FleetListener;

/**
 * Who is told after a commit, on the collector's thread; what one of them throws is logged.
 *
 * @param acks tells devices
 * @param listener hears what is new
 */
public record Outlets(Acks acks, FleetListener listener) {
    /** Only devices are told. */
    public static Outlets of(Acks acks) {
        return new Outlets(acks, news -> {});
    }
}
