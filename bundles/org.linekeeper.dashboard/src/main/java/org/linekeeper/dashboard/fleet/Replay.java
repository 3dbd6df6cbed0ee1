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
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.schema.Transition;

/**
 * The fleet as it was, out of the fleet as it is and what happened since. Where a line was before
 * its first transition since then is told by the one before that, of some hundred lines.
 */
public final class Replay {
    private static final int MOST_ASKED = 500;

    private final Map<DeviceName, Map<Integer, LineNow>> lines = new HashMap<>();
    private final Map<DeviceName, String> sites = new HashMap<>();
    private final Map<DeviceName, Instant> gone = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<LineKey, HistoryEntry> oldest = new HashMap<>();
    private boolean partial;

    private record LineKey(DeviceName device, int line) {}

    /** Finds the transition of that line before this one. */
    @FunctionalInterface
    public interface Before {
        Optional<Transition> of(HistoryEntry row, int line) throws StoreGone;
    }

    private record Step(Instant at, DeviceName device, LineNow line) {}

    /**
     * Made ready.
     *
     * @param phones as they are now
     * @param since what happened up to now, in any order
     * @param whole whether that is all that happened
     */
    public Replay(Iterable<Phone> phones, List<HistoryEntry> since, boolean whole, Before before)
            throws StoreGone {
        this.partial = !whole;
        for (Phone phone : phones) {
            Map<Integer, LineNow> now = new HashMap<>();
            phone.lines().forEach(line -> now.put(line.line(), line));
            lines.put(phone.name(), now);
            phone.site().ifPresent(site -> sites.put(phone.name(), site));
            if (phone.state() == PhoneState.UNKNOWN) {
                gone.put(phone.name(), phone.standing().since());
            }
        }
        List<HistoryEntry> inOrder = new ArrayList<>(since);
        inOrder.sort(
                Comparator.comparingLong(HistoryEntry::epoch)
                        .thenComparing(row -> row.entry().first()));
        Map<DeviceName, Instant> reached = new HashMap<>();
        for (HistoryEntry row : inOrder) {
            if (row.entry() instanceof Transition moved) {
                // Of one phone none is before the one before it, whatever their times say.
                Instant told = When.of(moved, row.received());
                Instant at = reached.merge(row.device(), told, Replay::later);
                steps.add(new Step(at, row.device(), line(moved, at)));
                oldest.putIfAbsent(new LineKey(row.device(), moved.line()), row);
            } else {
                partial = true;
            }
        }
        // What is of one time stays in its order.
        steps.sort(Comparator.comparing(Step::at));
        begin(before);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static LineNow line(Transition moved, Instant at) {
        return new LineNow(moved.line(), moved.to(), moved.server(), at, moved.why(), 0);
    }

    private void begin(Before before) throws StoreGone {
        int asked = 0;
        for (Map.Entry<LineKey, HistoryEntry> each : oldest.entrySet()) {
            Transition first = (Transition) each.getValue().entry();
            Optional<String> server = Optional.empty();
            if (LineNow.isInService(first.from()) && asked++ < MOST_ASKED) {
                server =
                        before.of(each.getValue(), each.getKey().line())
                                .flatMap(Transition::server);
            }
            partial |= server.isEmpty() && LineNow.isInService(first.from());
            int line = each.getKey().line();
            lines.computeIfAbsent(each.getKey().device(), device -> new HashMap<>())
                    .put(
                            line,
                            new LineNow(line, first.from(), server, Instant.EPOCH, first.why(), 0));
        }
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
                    Optional<LineNow> worst = PhoneState.worst(each.values());
                    boolean isThere = time.isBefore(gone.getOrDefault(device, Instant.MAX));
                    counter.count(
                            new Atlas.Place(
                                    worst.flatMap(LineNow::server).orElse(Census.NO_SERVER),
                                    sites.getOrDefault(device, "")),
                            worst.filter(line -> isThere)
                                    .map(line -> PhoneState.ofLine(line.state()))
                                    .orElse(PhoneState.UNKNOWN));
                });
        return counter.atlas(time, partial);
    }
}
