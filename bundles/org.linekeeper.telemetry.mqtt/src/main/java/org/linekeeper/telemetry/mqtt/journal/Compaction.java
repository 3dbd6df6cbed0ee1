// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;

/**
 * What stays of items for which there is no more room: the last transition of each line, and gaps
 * that say how many others are lost.
 */
final class Compaction {
    /** Lines whose last state is kept; a phone has far fewer. */
    private static final int MOST_LINES = 256;

    private Compaction() {}

    /**
     * Compacts.
     *
     * @param old oldest first
     * @param newer what stays as it is, all behind {@code old}
     * @param atMs the time that new gaps bear
     */
    static List<Item> of(List<Item> old, Iterable<Item> newer, long atMs) {
        Set<Integer> told = new HashSet<>();
        for (Item item : newer) {
            if (item instanceof Item.Transition change) {
                told.add(change.line());
            }
        }
        int kept = 0;
        List<Item> backwards = new ArrayList<>();
        ListIterator<Item> each = old.listIterator(old.size());
        while (each.hasPrevious()) {
            Item item = each.previous();
            boolean last =
                    item instanceof Item.Transition change
                            && kept < MOST_LINES
                            && told.add(change.line());
            if (last) {
                kept++;
                backwards.add(item);
            } else {
                lose(item, backwards, atMs);
            }
        }
        List<Item> compact = new ArrayList<>(backwards.size());
        for (int i = backwards.size() - 1; i >= 0; i--) {
            compact.add(backwards.get(i));
        }
        return compact;
    }

    /** Of two gaps side by side, one is left, with the reason of the later one. */
    private static void lose(Item item, List<Item> backwards, long atMs) {
        int end = backwards.size() - 1;
        if (end >= 0
                && backwards.get(end) instanceof Item.Gap gap
                && gap.epoch() == item.epoch()
                && gap.first() == item.last() + 1) {
            backwards.set(
                    end,
                    new Item.Gap(gap.epoch(), item.first(), gap.last(), gap.atMs(), gap.why()));
        } else if (item instanceof Item.Gap) {
            backwards.add(item);
        } else {
            backwards.add(
                    new Item.Gap(item.epoch(), item.first(), item.last(), atMs, Item.Gap.OVERFLOW));
        }
    }

    /** How many transitions are lost in these items. */
    static long lost(Iterable<Item> items) {
        long lost = 0;
        for (Item item : items) {
            lost += item instanceof Item.Gap gap ? gap.count() : 0;
        }
        return lost;
    }
}
