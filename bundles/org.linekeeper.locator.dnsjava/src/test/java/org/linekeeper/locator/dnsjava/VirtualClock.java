// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that goes when it is told to. */
final class VirtualClock implements LongSupplier {
    private final AtomicLong nowMs = new AtomicLong(1_000_000);

    @Override
    public long getAsLong() {
        return nowMs.get();
    }

    void advanceMs(long ms) {
        nowMs.addAndGet(ms);
    }
}
