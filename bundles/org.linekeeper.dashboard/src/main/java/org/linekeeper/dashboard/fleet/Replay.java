// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.schema.Transition;

/**
 * The fleet as it was, out of the fleet as it is and what happened since. Where a line was before
 * its first transition is told by its next one to the same state, or not at all.
 */
public final class Replay {
    private final Map<DeviceName, Map<Integer, LineNow>> lines = new HashMap<>();
    private final Map<DeviceName, String> sites = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean partial;

    private record Step(Instant at, DeviceName device, LineNow line) {}

    /**
     * Made ready.
     *
     * @param phones as they are now
     * @param since what happened up to now, in any order
     * @param whole whether that is all that happened
     */
    public Replay(Iterable<Phone> phones, List<HistoryEntry> since, boolean whole) {
        this.partial = !whole;
        for (Phone phone : phones) {
            Map<Integer, LineNow> now = new HashMap<>();
            phone.lines().forEach(line -> now.put(line.line(), line));
            lines.put(phone.name(), now);
            phone.site().ifPresent(site -> sites.put(phone.name(), site));
        }
        List<HistoryEntry> newestFirst = new ArrayList<>(since);
        newestFirst.sort(
                Comparator.comparingLong(HistoryEntry::epoch)
                        .thenComparing(row -> row.entry().first())
                        .reversed());
        Map<String, String> places = new HashMap<>();
        for (HistoryEntry row : newestFirst) {
            if (row.entry() instanceof Transition moved) {
                back(row, moved, places);
            } else {
                partial = true;
            }
        }
        steps.sort(Comparator.comparing(Step::at));
    }

    /** A transition is taken back: the line is as it was before. */
    private void back(HistoryEntry row, Transition moved, Map<String, String> places) {
        Instant at = When.of(moved, row.received());
        String key = row.device() + " " + moved.line() + " ";
        LineNow after = new LineNow(moved.line(), moved.to(), moved.server(), at, moved.why(), 0);
        steps.add(new Step(at, row.device(), after));
        moved.server().ifPresent(server -> places.put(key + moved.to(), server));
        Optional<String> before = Optional.ofNullable(places.get(key + moved.from()));
        partial |= before.isEmpty() && LineNow.isInService(moved.from());
        lines.computeIfAbsent(row.device(), device -> new HashMap<>())
                .put(
                        moved.line(),
                        new LineNow(moved.line(), moved.from(), before, at, moved.why(), 0));
    }

    /** The fleet at each of these times, which are in order. To be called once. */
    public List<Atlas> at(List<Instant> times) {
        List<Atlas> frames = new ArrayList<>();
        int next = 0;
        for (Instant time : times) {
            while (next < steps.size() && !steps.get(next).at().isAfter(time)) {
                Step step = steps.get(next++);
                lines.get(step.device()).put(step.line().line(), step.line());
            }
            frames.add(atlas(time));
        }
        return frames;
    }

    private Atlas atlas(Instant time) {
        Atlas.Counter counter = new Atlas.Counter();
        lines.forEach(
                (device, each) -> {
                    Optional<LineNow> worst = PhoneState.worst(List.copyOf(each.values()));
                    counter.count(
                            new Atlas.Place(
                                    worst.flatMap(LineNow::server).orElse(Census.NO_SERVER),
                                    sites.getOrDefault(device, "")),
                            worst.map(line -> PhoneState.ofLine(line.state()))
                                    .orElse(PhoneState.UNKNOWN));
                });
        return counter.atlas(time, partial);
    }
}
