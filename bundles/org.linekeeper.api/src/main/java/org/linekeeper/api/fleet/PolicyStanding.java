// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.fleet;

import java.util.List;
import java.util.Optional;

/**
 * How the policy in force came to be.
 *
 * @param slot where it lies, a word such as {@code a} or {@code b}; empty = built in
 * @param trial whether it is still on trial
 * @param floor the lowest version that may be installed, 0 = any
 * @param barred policies that were put aside, at most 64, each 1 to 256 characters
 * @param why how the last change ended, a word such as {@code rolled_back}; empty = no change yet
 */
public record PolicyStanding(
        Optional<String> slot,
        boolean trial,
        long floor,
        List<String> barred,
        Optional<String> why) {
    /** The policy that the image came with. */
    public static final PolicyStanding BUILT_IN =
            new PolicyStanding(Optional.empty(), false, 0, List.of(), Optional.empty());

    public PolicyStanding {
        barred = List.copyOf(barred);
    }
}
