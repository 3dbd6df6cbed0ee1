// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.incident.Incident;

/** Says what is wrong now. One thread. */
final class Wrongs {
    /** Who has been gone for longer is gone on purpose, or somebody knows. */
    static final Duration RECENT = Duration.ofHours(1);

    private static final Set<String> WITHOUT_FAREWELL = Set.of("lwt", "lease");
    private static final int MOST_GAPS = 10_000;

    /** When phones last lost transitions. */
    private final Map<DeviceName, Instant> gaps = new HashMap<>();

    void gap(DeviceName device, Instant at) {
        if (gaps.size() < MOST_GAPS || gaps.containsKey(device)) {
            gaps.merge(device, at, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    List<Condition> at(
            Instant now,
            Collection<Incident> incidents,
            Iterable<Phone> phones,
            Freshness freshness) {
        List<Condition> wrong = new ArrayList<>();
        incidents.forEach(incident -> wrong.add(outage(incident)));
        if (freshness.state() == Freshness.State.BLIND) {
            wrong.add(blind(freshness.why().orElse("")));
        }
        count(now, phones, wrong);
        gaps.values().removeIf(at -> at.isBefore(now.minus(RECENT)));
        if (!gaps.isEmpty()) {
            String text = gaps.size() + " phones have lost transitions in the last hour.";
            wrong.add(condition(Kind.HISTORY_GAP, gaps.size(), text));
        }
        return wrong;
    }

    private static void count(Instant now, Iterable<Phone> phones, List<Condition> wrong) {
        int all = 0;
        int silent = 0;
        int unregistered = 0;
        Instant recent = now.minus(RECENT);
        for (Phone phone : phones) {
            all++;
            if (phone.state() == PhoneState.UNREGISTERED) {
                unregistered++;
            } else if (phone.state() == PhoneState.UNKNOWN
                    && WITHOUT_FAREWELL.contains(phone.standing().why())
                    && phone.standing().since().isAfter(recent)) {
                silent++;
            }
        }
        if (silent >= Math.max(2, all / 50)) {
            String text = silent + " phones have gone silent in the last hour.";
            wrong.add(condition(Kind.PHONES_SILENT, silent, text));
        }
        if (unregistered > 0) {
            String text = unregistered + " phones have a line that is registered nowhere.";
            wrong.add(condition(Kind.PHONES_UNREGISTERED, unregistered, text));
        }
    }

    private static Condition outage(Incident incident) {
        String server = incident.server().server();
        return new Condition(
                Kind.INCIDENT,
                incident.id(),
                Optional.of(server),
                incident.phones(),
                incident.phones()
                        + " phones have left "
                        + server
                        + " ("
                        + incident.cause()
                        + "), "
                        + incident.withoutService()
                        + " of them have no service.");
    }

    private static Condition blind(String why) {
        String text =
                switch (why) {
                    case "broker_away" -> "The broker is away: nothing is heard of any phone.";
                    case "database_away" -> "The database is away: nothing new is taken in.";
                    default -> "The collector is away: nothing is heard of any phone.";
                };
        return new Condition(Kind.BLIND, why, Optional.empty(), 0, text);
    }

    private static Condition condition(Kind kind, int phones, String text) {
        return new Condition(kind, "", Optional.empty(), phones, text);
    }
}
