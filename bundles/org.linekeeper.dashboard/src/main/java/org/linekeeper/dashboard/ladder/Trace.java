// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.dashboard.fleet.LineNow;
import org.linekeeper.schema.Step;
import org.linekeeper.schema.Transition;

/**
 * What the history says of a switch: its transitions, oldest first, and where the line was before.
 *
 * @param name names the ladder
 * @param line whose
 * @param before the server that the line left
 * @param moves at least one
 */
record Trace(String name, int line, Optional<String> before, List<Move> moves) {
    /**
     * A phone goes on with a ladder for 2 s after its line is in service; then it is on the way.
     */
    static final Duration TAIL = Duration.ofSeconds(3);

    private static final Pattern NAMED =
            Pattern.compile("([^\\s,()]{1,256}) \\(([^\\s()/]{1,256})/(?:udp|tcp|tls)\\)");

    /** What an answer brings about is noted a moment after it. */
    private static final long AT_ONCE_MS = 20;

    Trace {
        moves = List.copyOf(moves);
    }

    /**
     * A transition.
     *
     * @param monoMs the phone's own count of milliseconds
     * @param from the state before, a word
     * @param to the state from then on
     * @param server in use from then on
     * @param received when we heard of it
     */
    record Move(long monoMs, String from, String to, Optional<String> server, Instant received) {
        private static Move of(Row row) {
            Transition moved = row.moved();
            return new Move(
                    moved.monoMs(), moved.from(), moved.to(), moved.server(), row.received());
        }
    }

    private record Row(Transition moved, Instant received) {
        boolean isIn(Optional<String> trace) {
            return moved.trace().equals(trace);
        }
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
        List<Row> rows = new ArrayList<>();
        for (HistoryEntry entry : history) {
            if (entry.entry() instanceof Transition moved
                    && (line.isEmpty() || line.get() == moved.line())) {
                rows.add(0, new Row(moved, entry.received()));
            }
        }
        Optional<String> wanted = name;
        for (int i = rows.size() - 1; i >= 0 && wanted.isEmpty(); i--) {
            wanted = rows.get(i).moved().trace();
        }
        Optional<String> found = wanted;
        List<Row> moves =
                rows.stream().filter(row -> found.isPresent() && row.isIn(found)).toList();
        if (moves.isEmpty()) {
            return Optional.empty();
        }
        Row first = moves.get(0);
        Optional<String> before =
                rows.subList(0, rows.indexOf(first)).stream()
                        .filter(row -> row.moved().line() == first.moved().line())
                        .reduce((one, later) -> later)
                        .flatMap(row -> row.moved().server());
        return Optional.of(
                new Trace(
                        found.get(),
                        first.moved().line(),
                        before,
                        moves.stream().map(Move::of).toList()));
    }

    /**
     * Whether the phone adds nothing to this ladder any more: the line has come into service, or is
     * not to be, and what follows has had its time.
     */
    boolean isOver(Instant now) {
        Move last = moves.get(moves.size() - 1);
        boolean settled = LineNow.isInService(last.to()) || last.to().equals("disabled");
        return settled && !now.isBefore(last.received().plus(TAIL));
    }

    /** Puts the ladder together. */
    Ladder with(DeviceName device, List<Step> steps) {
        return new Ladder(
                device,
                line,
                name,
                steps.get(0).at(),
                steps.get(steps.size() - 1).at(),
                took(),
                columns(device, steps),
                steps);
    }

    private OptionalLong took() {
        Move first = moves.get(0);
        return moves.stream()
                .filter(moved -> LineNow.isInService(moved.to()))
                .mapToLong(moved -> moved.monoMs() - first.monoMs())
                .filter(ms -> ms >= 0)
                .findFirst();
    }

    /** The server that was left comes first, the one that the line went to last. */
    private List<Ladder.Column> columns(DeviceName device, List<Step> steps) {
        Map<String, String> names = names(steps);
        Set<String> peers = new LinkedHashSet<>();
        steps.forEach(step -> step.peer().ifPresent(peers::add));
        Move arrival = moves.get(moves.size() - 1);
        Optional<String> goal =
                LineNow.isInService(arrival.to())
                        ? peer(names, arrival.server(), peers)
                                .or(() -> registered(steps, arrival.monoMs()))
                        : Optional.empty();
        Optional<String> left =
                peer(names, before, peers)
                        .or(
                                () ->
                                        peers.stream()
                                                .filter(any -> !goal.equals(Optional.of(any)))
                                                .findFirst())
                        .filter(peer -> !goal.equals(Optional.of(peer)));
        List<Ladder.Column> columns = new ArrayList<>();
        columns.add(new Ladder.Column(Optional.empty(), "phone", device.name()));
        left.ifPresent(peer -> columns.add(column(peer, role(moves.get(0).from()), before, names)));
        peers.stream()
                .filter(peer -> !left.equals(Optional.of(peer)) && !goal.equals(Optional.of(peer)))
                .forEach(peer -> columns.add(column(peer, "server", Optional.empty(), names)));
        goal.ifPresent(
                peer -> columns.add(column(peer, role(arrival.to()), arrival.server(), names)));
        return columns;
    }

    private static Ladder.Column column(
            String peer, String role, Optional<String> name, Map<String, String> names) {
        String label = Optional.ofNullable(names.get(peer)).or(() -> name).orElse(peer);
        return new Ladder.Column(Optional.of(peer), role, label);
    }

    /** Notes say {@code pbx-a.example (192.0.2.1:5060/udp)} of a server that has a name. */
    private static Map<String, String> names(List<Step> steps) {
        Map<String, String> names = new HashMap<>();
        for (Step step : steps) {
            Matcher found = NAMED.matcher(step.kind().equals(Step.MESSAGE) ? "" : step.text());
            while (found.find()) {
                names.putIfAbsent(found.group(2), found.group(1));
            }
        }
        return names;
    }

    private static Optional<String> peer(
            Map<String, String> names, Optional<String> server, Set<String> peers) {
        return peers.stream()
                .filter(peer -> server.isPresent() && server.get().equals(names.get(peer)))
                .findFirst();
    }

    /** Who let the line register last before it was in service. */
    private static Optional<String> registered(List<Step> steps, long monoMs) {
        return steps.stream()
                .filter(step -> step.monoMs() <= monoMs + AT_ONCE_MS)
                .filter(step -> step.direction().equals(Optional.of("in")))
                .filter(step -> SipText.title(step.text()).equals("200 REGISTER"))
                .reduce((one, later) -> later)
                .flatMap(Step::peer);
    }

    private static String role(String state) {
        return switch (state) {
            case "on_primary" -> "primary";
            case "on_backup" -> "backup";
            default -> "server";
        };
    }
}
