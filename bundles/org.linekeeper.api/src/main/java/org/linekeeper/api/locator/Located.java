// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.locator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Target;

/** What a look-up gave. */
public sealed interface Located {
    /**
     * Targets.
     *
     * @param targets at least one, best first, without duplicates
     * @param ttl how long they hold as a whole, the least TTL of all records that count, or zero
     *     where no answer is kept; empty = for ever (an IP literal)
     * @param ttls how long single targets hold, the least TTL of the records that led there, where
     *     that is longer
     */
    record Found(List<Target> targets, Optional<Duration> ttl, Map<Target, Duration> ttls)
            implements Located {
        public Found {
            targets = List.copyOf(targets);
            ttls = Map.copyOf(ttls);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("found means at least one target");
            }
        }

        /** Targets that hold equally long. */
        public Found(List<Target> targets, Optional<Duration> ttl) {
            this(targets, ttl, Map.of());
        }
    }

    /** Nothing, and why, in a few words that name the server. */
    record Failed(String detail) implements Located {}
}
