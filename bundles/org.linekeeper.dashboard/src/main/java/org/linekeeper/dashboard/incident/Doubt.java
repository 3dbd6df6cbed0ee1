// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;

/**
 * Those who left a server and may or may not be an incident. What a phone could not tell for hours
 * comes all at once: whoever is back by then does not count, unless they left together by their own
 * clocks. One thread.
 */
final class Doubt {
    private final Map<LineName, Departed> departed = new HashMap<>();

    private record Departed(DeviceName phone, Instant heard, Instant told) {}

    void left(LineName line, Instant heard, Instant told) {
        departed.put(line, new Departed(line.device(), heard, told));
    }

    /** Those whom it forgets, as they were heard before. */
    List<LineName> forget(Instant before) {
        List<LineName> old =
                departed.entrySet().stream()
                        .filter(each -> each.getValue().heard().isBefore(before))
                        .map(Map.Entry::getKey)
                        .toList();
        old.forEach(departed::remove);
        return old;
    }

    void clear() {
        departed.clear();
    }

    /** How many phones left together: those still away, or more if so many left at one time. */
    int together(Map<LineName, Member> members, Duration window) {
        Set<DeviceName> away = new HashSet<>();
        departed.forEach(
                (line, each) -> {
                    if (members.get(line).away()) {
                        away.add(each.phone());
                    }
                });
        return Math.max(away.size(), atOneTime(window));
    }

    private int atOneTime(Duration window) {
        List<Departed> inOrder = new ArrayList<>(departed.values());
        inOrder.sort(Comparator.comparing(Departed::told));
        Deque<Departed> within = new ArrayDeque<>();
        Map<DeviceName, Integer> phones = new HashMap<>();
        int most = 0;
        for (Departed each : inOrder) {
            while (!within.isEmpty() && within.peek().told().plus(window).isBefore(each.told())) {
                phones.computeIfPresent(
                        within.remove().phone(), (phone, lines) -> lines == 1 ? null : lines - 1);
            }
            within.add(each);
            phones.merge(each.phone(), 1, Integer::sum);
            most = Math.max(most, phones.size());
        }
        return most;
    }
}
