// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many phones are how, and where. A phone counts at the server of the line that it is judged
 * by, one that is gone at its last.
 *
 * @param all of the whole fleet
 * @param byServer the most phones first
 */
public record Census(Tally all, List<At> byServer) {
    /** Phones that have told of no server yet. */
    public static final String NO_SERVER = "";

    public Census {
        byServer = List.copyOf(byServer);
    }

    /**
     * A server's.
     *
     * @param server its configured address, or {@link #NO_SERVER}
     */
    public record At(String server, Tally tally) {}

    public static Census of(Iterable<Phone> phones) {
        Tally.Counter all = new Tally.Counter();
        Map<String, Tally.Counter> servers = new HashMap<>();
        for (Phone phone : phones) {
            all.count(phone.state());
            servers.computeIfAbsent(server(phone), server -> new Tally.Counter())
                    .count(phone.state());
        }
        List<At> sorted =
                servers.entrySet().stream()
                        .map(entry -> new At(entry.getKey(), entry.getValue().tally()))
                        .sorted(
                                Comparator.<At>comparingInt(at -> -at.tally().phones())
                                        .thenComparing(At::server))
                        .toList();
        return new Census(all.tally(), sorted);
    }

    /** Of one server. */
    public Optional<Tally> at(String server) {
        return byServer.stream()
                .filter(at -> at.server().equals(server))
                .findFirst()
                .map(At::tally);
    }

    private static String server(Phone phone) {
        return phone.standing().server().orElse(NO_SERVER);
    }
}
