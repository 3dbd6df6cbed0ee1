// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

/**
 * What is known of the lines of a kept incident that were too many to be kept by name: numbers.
 * Those of them that were away count as back when all are back who are known by name.
 *
 * @param lines how many
 * @param known the incident as it was kept
 * @param phones how many more phones than those known by name, and so on
 */
record Remainder(int lines, Incident known, int phones, int away, int without, int calls) {
    /** What a kept incident has beyond those who are known by name. */
    static Remainder of(Report kept, Incident byName) {
        Incident known = kept.incident();
        return new Remainder(
                kept.lines() - kept.members().size(),
                known,
                Math.max(0, known.phones() - byName.phones()),
                Math.max(0, known.away() - byName.away()),
                Math.max(0, known.withoutService() - byName.withoutService()),
                Math.max(0, known.calls() - byName.calls()));
    }

    Incident addedTo(Incident byName) {
        int stillAway = byName.away() == 0 ? 0 : byName.away() + away;
        int all = byName.phones() + phones;
        return new Incident(
                byName.id(),
                byName.server(),
                known.cause(),
                byName.start(),
                byName.end(),
                all,
                stillAway,
                byName.withoutService() == 0 ? 0 : byName.withoutService() + without,
                all - stillAway,
                byName.calls() + calls,
                known.medianMs().isPresent() ? known.medianMs() : byName.medianMs(),
                known.p99Ms().isPresent() ? known.p99Ms() : byName.p99Ms());
    }
}
