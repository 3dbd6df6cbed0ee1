// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.linekeeper.api.line.CallPlan.Destination;

/**
 * How far a call has come through the destinations of its plan.
 *
 * @param plan where it is to go, and what moves it
 * @param ahead destinations that are not over, in order; the first one is being tried
 * @param seen all that it has been sent to so far, those ahead too: none is tried twice
 * @param located targets of the destination being tried; empty until its look-up has ended
 * @param heard whether that one has sent a provisional response
 * @param refusal the last error response, for the caller if nobody is left
 */
public record Hunt(
        CallPlan plan,
        List<Destination> ahead,
        List<Destination> seen,
        Optional<List<Target>> located,
        boolean heard,
        Optional<Outcome.Response> refusal) {
    /** More places than any chain of redirections needs. */
    public static final int MOST_SEEN = 30;

    public Hunt {
        Objects.requireNonNull(plan);
        ahead = List.copyOf(ahead);
        seen = List.copyOf(seen);
        located = located.map(List::copyOf);
        Objects.requireNonNull(refusal);
    }

    /** A hunt at the first destination of a plan; without any it goes through the line. */
    public static Hunt of(CallPlan plan) {
        List<Destination> all =
                plan.destinations().isEmpty()
                        ? List.of(Destination.throughLine(plan.to()))
                        : plan.destinations().stream().distinct().toList();
        return new Hunt(plan, all, all, Optional.empty(), false, Optional.empty());
    }

    /** The destination being tried; empty when none is left. */
    public Optional<Destination> at() {
        return ahead.stream().findFirst();
    }

    /** Whether a time-out has a next destination to lead to, or had. */
    public boolean hasTimers() {
        return seen.size() > 1;
    }

    /** The hunt, with what the look-up of its destination gave. */
    public Hunt withLocated(List<Target> targets) {
        return new Hunt(plan, ahead, seen, Optional.of(targets), heard, refusal);
    }

    public Hunt withHeard() {
        return new Hunt(plan, ahead, seen, located, true, refusal);
    }

    public Hunt withRefusal(Outcome.Response last) {
        return new Hunt(plan, ahead, seen, located, heard, Optional.of(last));
    }

    /** The hunt at its next destination. */
    public Hunt next() {
        List<Destination> left = ahead.subList(Math.min(1, ahead.size()), ahead.size());
        return new Hunt(plan, left, seen, Optional.empty(), false, refusal);
    }

    /** The hunt, at those of these destinations that it has not seen, before all others. */
    public Hunt redirected(List<Destination> contacts) {
        List<Destination> fresh =
                contacts.stream()
                        .distinct()
                        .filter(contact -> !seen.contains(contact))
                        .limit(Math.max(0, MOST_SEEN - seen.size()))
                        .toList();
        List<Destination> left = new ArrayList<>(fresh);
        left.addAll(next().ahead);
        List<Destination> all = new ArrayList<>(seen);
        all.addAll(fresh);
        return new Hunt(plan, left, all, Optional.empty(), false, refusal);
    }
}
