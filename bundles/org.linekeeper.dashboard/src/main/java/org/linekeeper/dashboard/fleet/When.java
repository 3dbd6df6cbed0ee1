// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import org.linekeeper.schema.Transition;

/** When something happened, as far as a phone's clock is to be believed. */
public final class When {
    private When() {}

    /** The phone's clock if it knows the time, but never later than what we received it. */
    public static Instant of(Transition transition, Instant received) {
        boolean knows = !transition.timeQuality().equals("unknown");
        return knows && transition.at().isBefore(received) ? transition.at() : received;
    }
}
