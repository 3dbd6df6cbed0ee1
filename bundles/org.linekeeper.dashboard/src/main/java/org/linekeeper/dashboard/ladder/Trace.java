// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.dashboard.fleet.LineNow;
import org.linekeeper.schema.Step;
import org.linekeeper.schema.Transition;

/**
 * What the history says of a switch: its transitions, oldest first, and where the line was before.
 *
 * @param name names the ladder
 * @param before the server that the line left
 * @param moves at least one
 */
record Trace(String name, Optional<String> before, List<Transition> moves) {
    Trace {
        moves = List.copyOf(moves);
    }

    /**
     * Finds it.
     *
     * @param history the newest first
     * @param name empty = the last one
     * @param line of that line; empty = of any
     */
    static Optional<Trace> in(
            List<HistoryEntry> history, Optional<String> name, Optional<Integer> line) {
        List<Transition> rows = new ArrayList<>();
        for (HistoryEntry row : history) {
            if (row.entry() instanceof Transition moved
                    && (line.isEmpty() || line.get() == moved.line())) {
                rows.add(0, moved);
            }
        }
        Optional<String> wanted = name;
        for (int i = rows.size() - 1; i >= 0 && wanted.isEmpty(); i--) {
            wanted = rows.get(i).trace();
        }
        Optional<String> found = wanted;
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Transition> moves =
                rows.stream().filter(moved -> moved.trace().equals(found)).toList();
        if (moves.isEmpty()) {
            return Optional.empty();
        }
        Transition first = moves.get(0);
        Optional<String> before =
                rows.subList(0, rows.indexOf(first)).stream()
                        .filter(moved -> moved.line() == first.line())
                        .reduce((one, later) -> later)
                        .flatMap(Transition::server);
        return Optional.of(new Trace(found.get(), before, moves));
    }

    /** Puts the ladder together. */
    Ladder with(DeviceName device, List<Step> steps) {
        return new Ladder(
                device,
                moves.get(0).line(),
                name,
                steps.get(0).at(),
                steps.get(steps.size() - 1).at(),
                took(),
                columns(device, steps),
                steps);
    }

    private OptionalLong took() {
        Transition first = moves.get(0);
        return moves.stream()
                .filter(moved -> LineNow.isInService(moved.to()))
                .mapToLong(moved -> moved.monoMs() - first.monoMs())
                .filter(ms -> ms >= 0)
                .findFirst();
    }

    /** The server that was left comes first, the one that the line went to last. */
    private List<Ladder.Column> columns(DeviceName device, List<Step> steps) {
        Set<String> peers = new LinkedHashSet<>();
        Optional<String> last = Optional.empty();
        for (Step step : steps) {
            if (step.peer().isPresent()) {
                peers.add(step.peer().get());
                last = step.direction().equals(Optional.of("in")) ? step.peer() : last;
            }
        }
        Transition arrival = moves.get(moves.size() - 1);
        boolean arrived = LineNow.isInService(arrival.to());
        Optional<String> goal = arrived ? last : Optional.empty();
        List<Ladder.Column> columns = new ArrayList<>();
        columns.add(new Ladder.Column(Optional.empty(), "phone", device.name()));
        boolean first = true;
        for (String peer : peers) {
            if (goal.equals(Optional.of(peer))) {
                continue;
            }
            boolean left = first && !peer.equals(goal.orElse(""));
            columns.add(
                    new Ladder.Column(
                            Optional.of(peer),
                            left ? role(moves.get(0).from()) : "server",
                            left ? before.orElse(peer) : peer));
            first = false;
        }
        goal.ifPresent(
                peer ->
                        columns.add(
                                new Ladder.Column(
                                        Optional.of(peer),
                                        role(arrival.to()),
                                        arrival.server().orElse(peer))));
        return columns;
    }

    private static String role(String state) {
        return switch (state) {
            case "on_primary" -> "primary";
            case "on_backup" -> "backup";
            default -> "server";
        };
    }
}
