// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.schema.Step;

/**
 * What one phone sent, heard and decided around one switch.
 *
 * @param device whose
 * @param line which line
 * @param trace names it
 * @param start when its first step was
 * @param end when its last step was
 * @param tookMs how long the line was out of service; empty = it still is, or was not
 * @param columns from left to right, the phone first
 * @param steps in order
 */
public record Ladder(
        DeviceName device,
        int line,
        String trace,
        Instant start,
        Instant end,
        OptionalLong tookMs,
        List<Column> columns,
        List<Step> steps) {
    public Ladder {
        columns = List.copyOf(columns);
        steps = List.copyOf(steps);
    }

    /**
     * Who sends and hears.
     *
     * @param peer address and port; empty = the phone
     * @param role {@code phone}, {@code primary}, {@code backup} or {@code server}
     * @param label what people call it
     */
    public record Column(Optional<String> peer, String role, String label) {}

    /** Where a message goes to or comes from, counted from 0; empty for what is no message. */
    Optional<Integer> column(Step step) {
        for (int i = 1; i < columns.size(); i++) {
            if (step.peer().isPresent() && step.peer().equals(columns.get(i).peer())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
