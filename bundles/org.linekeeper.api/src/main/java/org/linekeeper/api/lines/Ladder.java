// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/**
 * What a line heard, sent and decided around one switch: from a little before the first sign of
 * trouble until shortly after it was in service again. Each transition of that time carries its id.
 * Kept in memory only, at most 200 steps and 64 KiB of it: in between, messages and notes may be
 * left out, and a step says how many.
 *
 * @param id names it among all ladders of the device; at most 64 visible characters
 * @param line the line's number
 * @param since its first transition
 * @param until when the line was in service again, or disabled; empty = it is neither yet
 * @param from the state before the first transition
 * @param to the state after the last one
 * @param why the reason of the first transition
 * @param places the line's servers or proxies and their targets, so that peers have names
 * @param steps oldest first
 */
public record Ladder(
        String id,
        int line,
        Instant since,
        Optional<Instant> until,
        Status from,
        Status to,
        Why why,
        List<LineView.Place> places,
        List<LadderStep> steps) {
    public Ladder {
        places = List.copyOf(places);
        steps = List.copyOf(steps);
    }
}
