// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.event;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of each transition: register one as a service (whiteboard). */
@ConsumerType
public interface LineListener {
    /**
     * A transition, in order of {@code seq}, on one thread at a time; should return fast. A throw
     * is logged and the next listener heard.
     */
    void changed(LineStateChanged change);

    /**
     * A durable listener's name: what it has not confirmed through {@link Transitions} is kept over
     * restarts, within a bound, and offered again. Empty = not durable.
     */
    default Optional<String> durableName() {
        return Optional.empty();
    }
}
