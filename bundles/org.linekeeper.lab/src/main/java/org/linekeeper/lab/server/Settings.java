// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.lab.sip.DigestAlgorithm;

/** What can be set on a running server; written by any thread, read by the loop. */
final class Settings {

    final String realm;
    private final Map<String, String> users;
    private final Optional<String> anyonesPassword;

    volatile boolean challenge;
    volatile Set<String> names = Set.of();
    volatile List<DigestAlgorithm> algorithms = List.of(DigestAlgorithm.MD5);
    volatile Duration nonceLife = Duration.ofHours(1);
    volatile Optional<Integer> grantedSeconds = Optional.empty();
    volatile int minExpiresSeconds;
    volatile Duration answerAfter = Duration.ZERO;
    volatile boolean recordRoute;
    volatile boolean acknowledge = true;
    volatile boolean challengeInDialog;
    volatile Timers timers = new Timers(500, 4_000);

    Settings(String realm, Map<String, String> users, Optional<String> anyonesPassword) {
        this.realm = realm;
        this.users = Map.copyOf(users);
        this.anyonesPassword = anyonesPassword;
        this.challenge = !users.isEmpty();
    }

    Optional<String> passwordOf(String user) {
        return Optional.ofNullable(users.get(user)).or(() -> anyonesPassword);
    }

    /** T1 and T2 of RFC 3261 section 17.1.1.1, for what the server itself retransmits. */
    record Timers(long t1Ms, long t2Ms) {

        /** When the next transmission is due after one that came this long after the one before. */
        long afterMs(long lastMs, boolean capped) {
            return capped ? Math.min(2 * lastMs, t2Ms) : 2 * lastMs;
        }

        long giveUpMs() {
            return 64 * t1Ms;
        }
    }
}
