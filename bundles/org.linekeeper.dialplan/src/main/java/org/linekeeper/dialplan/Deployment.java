// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Transport;

/** Reads the lines of one rule's deploy patterns. */
final class Deployment {
    private static final String TO = "to";
    private static final String TRANSPORT = "$transport";
    private static final String SESSION = "$session";
    private static final String INVITING = "&failover.timer.inviting";
    private static final String PROVISIONAL = "&failover.timer.provisional";
    private static final String RINGING = "&failover.timer.ringing";
    private static final String RESPONSE = "&failover.pattern.response";
    private static final String REDIRECTION = "&failover.redirection";
    private static final List<String> ALL =
            List.of(TO, TRANSPORT, SESSION, INVITING, PROVISIONAL, RINGING, RESPONSE, REDIRECTION);
    private static final int INVITING_S = 10;
    private static final int PROVISIONAL_S = 20;
    private static final String ANY = ".+";

    private final Map<String, Entry> entries = new HashMap<>();

    void add(Entry entry) throws UnreadableRules {
        String key = entry.key().toLowerCase(Locale.ROOT);
        if (!ALL.contains(key)) {
            throw entry.refused("is no deploy pattern that is known here");
        }
        Entry earlier = entries.putIfAbsent(key, entry);
        if (earlier != null) {
            throw entry.refused("stands twice in one rule, first in line " + earlier.at());
        }
    }

    /**
     * What the lines say together.
     *
     * @param start the rule's first line
     * @param groups of the rule's matching patterns
     */
    Route read(Entry start, int groups, Patterns patterns) throws UnreadableRules {
        Optional<Transport> transport = Optional.empty();
        if (entries.containsKey(TRANSPORT)) {
            Entry entry = entries.get(TRANSPORT);
            transport = Optional.of(Place.transport(entry, entry.value()));
        }
        Optional<Place> to = Optional.empty();
        if (entries.containsKey(TO)) {
            Entry entry = entries.get(TO);
            to = Optional.of(Place.of(entry, entry.value(), transport, groups));
        }
        return new Route(
                start.at(),
                entries.isEmpty(),
                to,
                transport,
                further(groups),
                failover(start, patterns));
    }

    private List<Place> further(int groups) throws UnreadableRules {
        Entry entry = entries.get(SESSION);
        if (entry == null) {
            return List.of();
        }
        String[] words = entry.value().split("\\s+");
        if (!words[0].equalsIgnoreCase("failover")) {
            throw entry.refused("is not known here: the only session is failover");
        }
        if (words.length > CallPlan.MOST_DESTINATIONS) {
            throw entry.refused(
                    "has more destinations than "
                            + (CallPlan.MOST_DESTINATIONS - 1)
                            + " behind the first one");
        }
        List<Place> places = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            places.add(Place.withTransport(entry, words[i], groups));
        }
        return places;
    }

    private Failover failover(Entry start, Patterns patterns) throws UnreadableRules {
        boolean asked =
                entries.keySet().stream()
                        .anyMatch(key -> !key.equals(TO) && !key.equals(TRANSPORT));
        if (!asked) {
            return Failover.NONE;
        }
        Entry any = new Entry(start.file(), start.at(), RESPONSE, ANY);
        return new Failover(
                seconds(INVITING, INVITING_S),
                seconds(PROVISIONAL, PROVISIONAL_S),
                !isOn(RINGING, "on", "off"),
                patterns.codes(entries.getOrDefault(RESPONSE, any)),
                isOn(REDIRECTION, "true", "false"));
    }

    private int seconds(String key, int otherwise) throws UnreadableRules {
        Entry entry = entries.get(key);
        if (entry == null) {
            return otherwise;
        }
        boolean number = entry.value().matches("[0-9]{1,9}");
        int seconds = number ? Integer.parseInt(entry.value()) : 0;
        if (seconds < 1 || seconds > CallPlan.MOST_SECONDS) {
            throw entry.refused("is no number of seconds from 1 to " + CallPlan.MOST_SECONDS);
        }
        return seconds;
    }

    private boolean isOn(String key, String yes, String no) throws UnreadableRules {
        Entry entry = entries.get(key);
        if (entry == null || entry.value().equalsIgnoreCase(yes)) {
            return true;
        }
        if (entry.value().equalsIgnoreCase(no)) {
            return false;
        }
        throw entry.refused("is neither " + yes + " nor " + no);
    }
}
