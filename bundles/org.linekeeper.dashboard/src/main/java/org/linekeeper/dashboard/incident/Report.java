// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import java.util.List;

/**
 * An incident and all who are in it.
 *
 * @param incident in numbers
 * @param members who left
 */
public record Report(Incident incident, List<Member> members) {
    public Report {
        members = List.copyOf(members);
    }

    static Report of(Outage outage) {
        return new Report(outage.incident(), List.copyOf(outage.members()));
    }
}
