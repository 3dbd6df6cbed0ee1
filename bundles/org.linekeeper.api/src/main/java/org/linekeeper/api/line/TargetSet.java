// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;
import java.util.Map;

/**
 * The targets of one server, best first, as one look-up gave them.
 *
 * @param targets in the order to try them, without duplicates
 * @param expiresAtMs on the runtime's clock, when the first TTL is over and the name is to be
 *     looked up anew; {@link Long#MAX_VALUE} for an IP literal
 * @param endsAtMs when the records that led to a target are over, where that is later
 */
public record TargetSet(List<Target> targets, long expiresAtMs, Map<Target, Long> endsAtMs) {
    public TargetSet {
        targets = List.copyOf(targets);
        endsAtMs = Map.copyOf(endsAtMs);
    }

    /** Targets that end all at once. */
    public TargetSet(List<Target> targets, long expiresAtMs) {
        this(targets, expiresAtMs, Map.of());
    }

    /** When the records that led to {@code target} are over. */
    public long endsAtMs(Target target) {
        return endsAtMs.getOrDefault(target, expiresAtMs);
    }
}
