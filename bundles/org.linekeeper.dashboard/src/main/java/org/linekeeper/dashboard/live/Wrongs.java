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
import java.util.stream.Collectors;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.schema.Connection;

/** Says what is wrong now. One thread. */
final class Wrongs {
    /** Who has been gone for longer is gone on purpose, or somebody knows. */
    static final Duration RECENT = Duration.ofHours(1);

    /** Of a phone that has told of no other, until somebody has looked after it. */
    private static final Duration LEASE = Phone.USUAL_LEASE.plus(Freshness.GRACE);

    /** Earlier nobody can say that what was told before a restart is over: so far it looks back. */
    private static final Map<Kind, Duration> LOOKS_BACK =
            Map.of(
                    Kind.BLIND,
                    Freshness.GRACE,
                    Kind.STALE,
                    Freshness.PATIENCE,
                    Kind.PHONES_SILENT,
                    LEASE,
                    Kind.HISTORY_GAP,
                    RECENT);

    private static final Set<String> WITHOUT_FAREWELL = Set.of(Connection.WILL, "lease");
    private static final int MOST_GAPS = 10_000;

    /** When phones last lost transitions. */
    private final Map<DeviceName, Instant> gaps = new HashMap<>();

    private Optional<Instant> recent = Optional.empty();

    /**
     * Kinds that cannot be said to be over yet.
     *
     * @param up how long somebody has been looking
     */
    static Set<Kind> tooEarlyToEnd(Duration up) {
        return LOOKS_BACK.entrySet().stream()
                .filter(kind -> up.compareTo(kind.getValue()) <= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

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
        if (freshness.isSilence()) {
            String text =
                    "No phone at all is heard: all are cut off, or the way to here is broken.";
            wrong.add(condition(Kind.STALE, 0, text));
        }
        if (freshness.state() == Freshness.State.LIVE || recent.isEmpty()) {
            // While nobody at all is heard, no hour makes a phone that has gone silent a known one.
            recent = Optional.of(now.minus(RECENT));
        }
        count(recent.get(), phones, wrong);
        gaps.values().removeIf(at -> at.isBefore(now.minus(RECENT)));
        if (!gaps.isEmpty()) {
            String text = gaps.size() + " phones have lost transitions in the last hour.";
            wrong.add(condition(Kind.HISTORY_GAP, gaps.size(), text));
        }
        return wrong;
    }

    private static void count(Instant recent, Iterable<Phone> phones, List<Condition> wrong) {
        int all = 0;
        int silent = 0;
        int unregistered = 0;
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
        if (silent >= Math.max(2, (all + 49) / 50)) {
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
                    default -> "The database is away: nothing new is taken in.";
                };
        return new Condition(Kind.BLIND, why, Optional.empty(), 0, text);
    }

    private static Condition condition(Kind kind, int phones, String text) {
        return new Condition(kind, "", Optional.empty(), phones, text);
    }
}
