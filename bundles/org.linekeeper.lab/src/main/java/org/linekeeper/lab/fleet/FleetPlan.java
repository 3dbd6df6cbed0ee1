// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.linekeeper.mqtt.kit.Broker;

/**
 * A fleet to be simulated.
 *
 * @param count of phones, 1 to 999; they are called {@code sim-001} and so on
 * @param domain of their addresses-of-record
 * @param servers the primary first, at least one
 * @param habits how they watch them
 * @param broker whom they tell, without a password
 * @param tenant whose they are
 * @param sites where they stand, as many at each; empty = nobody says
 * @param home each phone has a directory of its own there
 */
public record FleetPlan(
        int count,
        String domain,
        List<FleetServer> servers,
        PhoneHabits habits,
        Broker.Address broker,
        String tenant,
        List<String> sites,
        Path home) {
    private static final int MOST = 999;

    public FleetPlan {
        servers = List.copyOf(servers);
        sites = List.copyOf(sites);
        if (count < 1 || count > MOST || servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "no fleet: " + count + " phones, " + servers.size() + " servers");
        }
    }

    /** Where a phone stands. */
    Optional<String> site(int number) {
        return sites.isEmpty()
                ? Optional.empty()
                : Optional.of(sites.get((number - 1) * sites.size() / count));
    }

    /** What so many phones are called. */
    public static List<String> devices(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(FleetPlan::device).toList();
    }

    /** What a phone is called. */
    static String device(int number) {
        return String.format("sim-%03d", number);
    }
}
