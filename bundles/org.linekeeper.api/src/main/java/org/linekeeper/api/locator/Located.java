// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.locator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Target;

/** What a look-up gave. */
public sealed interface Located {
    /**
     * Targets.
     *
     * @param targets at least one, best first, without duplicates
     * @param ttl how long they hold; empty = for ever (an IP literal)
     */
    record Found(List<Target> targets, Optional<Duration> ttl) implements Located {
        public Found {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("found means at least one target");
            }
        }
    }

    /** Nothing, and why, in a few words that name the server. */
    record Failed(String detail) implements Located {}
}
