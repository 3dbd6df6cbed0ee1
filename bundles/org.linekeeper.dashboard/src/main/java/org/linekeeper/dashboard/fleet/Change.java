// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.util.Optional;

/**
 * A phone that is not as it was.
 *
 * @param before empty = it is new
 * @param after as it is
 */
public record Change(Optional<Phone> before, Phone after) {
    /** Whether a list of phones looks different now. */
    public boolean isVisible() {
        return before.map(
                        old ->
                                !old.standing().equals(after.standing())
                                        || old.lines().size() != after.lines().size()
                                        || old.calls() != after.calls())
                .orElse(true);
    }
}
