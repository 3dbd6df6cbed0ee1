// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An incident and who is in it.
 *
 * @param incident in numbers
 * @param lines how many lines left
 * @param members all of them or, where they were too many to be kept, some
 */
public record Report(Incident incident, int lines, List<Member> members) {
    public Report {
        members = List.copyOf(members);
    }

    /** The same, over when the last was heard of. */
    public Report closed() {
        Instant end =
                members.stream()
                        .flatMap(
                                each ->
                                        Stream.concat(
                                                Stream.of(each.left()), each.returned().stream()))
                        .max(Instant::compareTo)
                        .orElse(incident.start());
        return new Report(incident.endedAt(end), lines, members);
    }

    static Report of(Outage outage) {
        return new Report(outage.incident(), outage.lines(), List.copyOf(outage.members()));
    }
}
