// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.util.List;

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

    static Report of(Outage outage) {
        return new Report(outage.incident(), outage.lines(), List.copyOf(outage.members()));
    }
}
