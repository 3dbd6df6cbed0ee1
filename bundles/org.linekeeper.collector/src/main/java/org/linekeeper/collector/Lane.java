// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;

/**
 * One epoch of one device: how far its unbroken row goes, and what waits for those before it. One
 * thread; whatever is tried is tried on a copy until it is committed.
 */
final class Lane {
    private final long device;
    private final long ep;
    private final SortedMap<Long, Entry> held;
    private long last;

    Lane(long device, long ep, long last) {
        this(device, ep, last, new TreeMap<>());
    }

    private Lane(long device, long ep, long last, SortedMap<Long, Entry> held) {
        this.device = device;
        this.ep = ep;
        this.last = last;
        this.held = held;
    }

    /** Which epoch of which device. */
    record Key(String tenant, String device, long ep) {}

    Lane copy() {
        return new Lane(device, ep, last, new TreeMap<>(held));
    }

    long device() {
        return device;
    }

    long ep() {
        return ep;
    }

    /** The last of the unbroken row, 0 = none yet. */
    long last() {
        return last;
    }

    /** Another collector has brought it to there; what waits comes again. */
    void reach(long seq) {
        last = seq;
        held.clear();
    }

    int held() {
        return held.size();
    }

    boolean has(Entry entry) {
        return entry.last() <= last || held.containsKey(entry.first());
    }

    boolean isNext(Entry entry) {
        return entry.first() <= last + 1;
    }

    void hold(Entry entry) {
        held.put(entry.first(), entry);
    }

    /** Takes one that is next, and returns it and those that waited for it, each new in full. */
    List<Entry> take(Entry next) {
        List<Entry> taken = new ArrayList<>();
        add(next, taken);
        while (!held.isEmpty() && isNext(held.get(held.firstKey()))) {
            add(held.remove(held.firstKey()), taken);
        }
        return taken;
    }

    private void add(Entry entry, List<Entry> taken) {
        if (entry.last() > last) {
            // Of a gap the beginning may have come all the same.
            taken.add(
                    entry instanceof Gap gap && gap.from() <= last
                            ? new Gap(last + 1, gap.to(), gap.at(), gap.why())
                            : entry);
            last = entry.last();
        }
    }
}
