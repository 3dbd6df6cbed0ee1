// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an incident went.
 *
 * @param points evenly spaced, the first at its start, the last at its end or now
 */
public record Curve(List<Point> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * How many lines there were up to a moment.
     *
     * @param out that had left
     * @param moved that had been in service again
     * @param returned that had come back
     */
    public record Point(Instant at, int out, int moved, int returned) {}

    /**
     * The curve of an incident.
     *
     * @param to when it was over, or now
     * @param most how many points, 2 at least
     */
    public static Curve of(Report report, Instant to, int most) {
        List<Member> members = report.members();
        Instant from = report.incident().start();
        // Where not all are known by name, each of them stands for some others, too.
        double each = members.isEmpty() ? 0 : (double) report.lines() / members.size();
        long[] left = times(members, member -> Optional.of(member.left()));
        long[] moved = times(members, member -> member.arrival().map(Member.Arrival::at));
        long[] returned = times(members, Member::returned);
        long start = from.toEpochMilli();
        long span = Math.max(1_000, to.toEpochMilli() - start);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            long at = start + span * i / (most - 1);
            points.add(
                    new Point(
                            Instant.ofEpochMilli(at),
                            (int) Math.round(each * upTo(left, at)),
                            (int) Math.round(each * upTo(moved, at)),
                            (int) Math.round(each * upTo(returned, at))));
        }
        return new Curve(points);
    }

    private static long[] times(List<Member> members, Function<Member, Optional<Instant>> moment) {
        return members.stream()
                .map(moment)
                .flatMap(at -> at.stream())
                .mapToLong(Instant::toEpochMilli)
                .sorted()
                .toArray();
    }

    private static int upTo(long[] sorted, long at) {
        int place = Arrays.binarySearch(sorted, at + 1);
        int first = place < 0 ? -place - 1 : place;
        while (first > 0 && sorted[first - 1] > at) {
            first--;
        }
        return first;
    }
}
