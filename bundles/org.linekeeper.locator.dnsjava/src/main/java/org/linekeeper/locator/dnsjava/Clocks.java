// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What time it is, in milliseconds from no particular start.
 *
 * @param waits for time-outs
 * @param ttls for how long answers hold; faster in a test that scales such times
 */
record Clocks(LongSupplier waits, LongSupplier ttls) {
    /**
     * Framework property: how many times as fast intervals, expiries and TTLs pass; 1 if absent.
     */
    static final String PROPERTY = "linekeeper.time-scale";

    /** The system's clock. */
    static Clocks system(double timeScale) {
        LongSupplier waits = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        return new Clocks(waits, () -> (long) (waits.getAsLong() * timeScale));
    }
}
