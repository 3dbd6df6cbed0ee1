// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which phones, in which order, and which page of them. What it costs grows with the fleet, what it
 * gives does not.
 *
 * @param text part of a name, a firmware or a server, in any case; empty = all
 * @param states empty = all
 * @param server the exact one, {@link Census#NO_SERVER} for those that tell of none; empty = all
 * @param site the exact one; empty = all
 * @param order how they are sorted
 * @param page from 1
 * @param size of a page
 */
public record PhoneQuery(
        String text,
        Set<PhoneState> states,
        Optional<String> server,
        Optional<String> site,
        PhoneOrder order,
        int page,
        int size) {
    /** Beyond that a page is to be found by asking for less. */
    public static final int MOST_ROWS = 100_000;

    public PhoneQuery {
        text = text.toLowerCase(Locale.ROOT);
        states = Set.copyOf(states);
    }

    /**
     * The page.
     *
     * @param total how many fit
     */
    public record Page(int total, List<Phone> phones) {}

    /** Looks at each phone once. */
    public Page in(Iterable<Phone> phones) {
        // Of what fits, no more is kept than comes up to the end of this page.
        int keep = Math.min(MOST_ROWS, page * size);
        Comparator<Phone> comparator = order.comparator();
        boolean sorted = order == PhoneOrder.DEVICE;
        PriorityQueue<Phone> best = new PriorityQueue<>(comparator.reversed());
        List<Phone> first = new ArrayList<>();
        int total = 0;
        for (Phone phone : phones) {
            if (!fits(phone)) {
                continue;
            }
            total++;
            if (sorted) {
                if (total <= keep) {
                    first.add(phone);
                }
            } else if (best.size() < keep) {
                best.add(phone);
            } else if (comparator.compare(phone, best.element()) < 0) {
                best.remove();
                best.add(phone);
            }
        }
        if (!sorted) {
            first.addAll(best);
            first.sort(comparator);
        }
        int from = Math.min(first.size(), (page - 1) * size);
        return new Page(
                total, List.copyOf(first.subList(from, Math.min(first.size(), from + size))));
    }

    private boolean fits(Phone phone) {
        return (states.isEmpty() || states.contains(phone.state()))
                && (server.isEmpty()
                        || server.get().equals(phone.standing().server().orElse(Census.NO_SERVER)))
                && (site.isEmpty() || site.equals(phone.site()))
                && (text.isEmpty() || says(phone));
    }

    private boolean says(Phone phone) {
        return holds(phone.name().name())
                || holds(phone.name().tenant())
                || phone.connection().filter(said -> holds(said.firmware())).isPresent()
                || phone.standing().server().filter(this::holds).isPresent();
    }

    private boolean holds(String value) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }
}
