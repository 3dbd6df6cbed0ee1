// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;

/**
 * The targets of one server, best first, as one look-up gave them.
 *
 * @param targets in the order to try them, without duplicates
 * @param expiresAtMs on the runtime's clock, when the TTL is over; {@link Long#MAX_VALUE} for an IP
 *     literal
 */
public record TargetSet(List<Target> targets, long expiresAtMs) {
    public TargetSet {
        targets = List.copyOf(targets);
    }
}
