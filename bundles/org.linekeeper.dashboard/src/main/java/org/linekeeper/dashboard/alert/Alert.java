// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that has been wrong for a while.
 *
 * @param id names it; when the same comes again later, it has another
 * @param condition what is wrong
 * @param since since when
 * @param fired when it had lasted long enough; empty = it has not yet
 * @param silence the silence that it falls under now
 */
public record Alert(
        String id,
        Condition condition,
        Instant since,
        Optional<Instant> fired,
        Optional<String> silence) {
    /** Whether somebody is to look. */
    public boolean isLoud() {
        return fired.isPresent() && silence.isEmpty();
    }
}
