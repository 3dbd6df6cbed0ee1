// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

/**
 * A place in the device's numbers.
 *
 * @param epoch the epoch; 0 = before the first
 * @param seq the last number up to there; 0 = none of the epoch
 */
public record Mark(long epoch, long seq) {
    /** Before everything. */
    public static final Mark START = new Mark(0, 0);

    /** The place behind an item. */
    static Mark behind(Item item) {
        return new Mark(item.epoch(), item.last());
    }

    boolean isOfEpoch(Item item) {
        return item.epoch() == epoch;
    }

    /** Whether an item lies before this place, as far as one epoch can tell. */
    boolean covers(Item item) {
        return item.epoch() == epoch && item.last() <= seq;
    }
}
