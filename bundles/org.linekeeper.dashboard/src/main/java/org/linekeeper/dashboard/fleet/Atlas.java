// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many phones of which site were at which server, and how.
 *
 * @param at when
 * @param partial whether something was not known
 * @param bands the most phones first
 */
public record Atlas(Instant at, boolean partial, List<Band> bands) {
    public Atlas {
        bands = List.copyOf(bands);
    }

    /**
     * Phones of one site at one server.
     *
     * @param place which
     */
    public record Band(Place place, Tally tally) {}

    /**
     * A server and a site.
     *
     * @param server {@link Census#NO_SERVER} where it is not known
     * @param site empty where phones tell none
     */
    public record Place(String server, String site) {}

    /** Counts phone by phone. One thread. */
    static final class Counter {
        private final Map<Place, Tally.Counter> places = new HashMap<>();

        void count(Place place, PhoneState state) {
            places.computeIfAbsent(place, each -> new Tally.Counter()).count(state);
        }

        Atlas atlas(Instant at, boolean partial) {
            return new Atlas(
                    at,
                    partial,
                    places.entrySet().stream()
                            .map(each -> new Band(each.getKey(), each.getValue().tally()))
                            .sorted(
                                    Comparator.<Band>comparingInt(band -> -band.tally().phones())
                                            .thenComparing(band -> band.place().server())
                                            .thenComparing(band -> band.place().site()))
                            .collect(Collectors.toList()));
        }
    }

    /** As it is. */
    public static Atlas of(Iterable<Phone> phones, Instant now) {
        Counter counter = new Counter();
        for (Phone phone : phones) {
            String server = phone.standing().server().orElse(Census.NO_SERVER);
            counter.count(new Place(server, phone.site().orElse("")), phone.state());
        }
        return counter.atlas(now, false);
    }
}
