// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.linekeeper.lab.Json;
import org.linekeeper.schema.Transition;

/** What the phones have told, and how they stand by that. Safe for use by several threads. */
final class Roll {
    private final Set<String> phones;
    private final Consumer<String> out;
    private final Map<String, String> states = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private boolean closed;

    private record Told(String phone, Transition what) {}

    /**
     * Nothing is known yet.
     *
     * @param phones those that are expected; what others tell does not matter
     * @param out gets each transition as a line of JSON
     */
    Roll(Set<String> phones, Consumer<String> out) {
        this.phones = new TreeSet<>(phones);
        this.out = out;
    }

    /** A transition came, after those that the phone had before. */
    synchronized void told(String phone, Transition what) {
        if (closed || !phones.contains(phone)) {
            return;
        }
        states.put(phone, what.to());
        told.add(new Told(phone, what));
        out.accept(
                Json.write(
                        Json.object(
                                "t", what.at().toString(),
                                "device", phone,
                                "line", what.line(),
                                "from", what.from(),
                                "to", what.to(),
                                "why", what.why(),
                                "server", what.server().orElse(""))));
        notifyAll();
    }

    int size() {
        return phones.size();
    }

    /** How many phones stand so. */
    synchronized int count(Predicate<String> state) {
        return (int) states.values().stream().filter(state).count();
    }

    /** Waits until all phones stand so; false when time is up first. */
    synchronized boolean awaitAll(String state, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (count(state::equals) < phones.size()) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /**
     * How long after a moment each phone first came to a state, as far as it was told since the
     * page was turned; in milliseconds, in order. At least 0, as phones tell whole milliseconds,
     * and by clocks of their own.
     */
    synchronized List<Long> arrivals(Instant moment, String state) {
        Map<String, Long> first = new HashMap<>();
        for (Told each : told) {
            if (each.what().to().equals(state)) {
                long ms = Duration.between(moment, each.what().at()).toMillis();
                first.merge(each.phone(), Math.max(0, ms), Math::min);
            }
        }
        return first.values().stream().sorted().toList();
    }

    /** What is told from now on does not matter. */
    synchronized void close() {
        closed = true;
    }

    /** Forgets what has been told, but not how the phones stand. */
    synchronized void turnPage() {
        told.clear();
    }
}
