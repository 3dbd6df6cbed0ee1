// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.policy.LineEvent;

/** A name server that a test holds in its hand. A name it was told nothing of gets no answer. */
final class Names implements VirtualLine.Locator {
    private final Map<ServerRef, Long> ttls = new HashMap<>();
    private final Map<ServerRef, String[]> addresses = new HashMap<>();
    private int asked;
    private long delayMs;

    /** What IP literals give. */
    static LineEvent located(ServerRef ref, String... addresses) {
        return located(ref, Long.MAX_VALUE, addresses);
    }

    static LineEvent located(ServerRef ref, long expiresAtMs, String... addresses) {
        return new LineEvent.TargetsLocated(
                ref,
                new TargetSet(Stream.of(addresses).map(TwoServers::target).toList(), expiresAtMs));
    }

    static LineEvent failed(ServerRef ref) {
        return new LineEvent.LocateFailed(ref, "no such name");
    }

    void knows(ServerRef ref, long ttlSeconds, String... values) {
        ttls.put(ref, ttlSeconds);
        addresses.put(ref, values);
    }

    /** From now on the name does not exist. */
    void lost(ServerRef ref) {
        addresses.put(ref, new String[0]);
    }

    /** From now on nobody answers. */
    void mute(ServerRef ref) {
        addresses.remove(ref);
    }

    void answersAfter(long ms) {
        delayMs = ms;
    }

    @Override
    public long delayMs() {
        return delayMs;
    }

    int asked() {
        return asked;
    }

    @Override
    public Optional<LineEvent> locate(LineState state, ServerRef ref) {
        asked++;
        String[] known = addresses.get(ref);
        if (known == null) {
            return Optional.empty();
        }
        return Optional.of(
                known.length == 0
                        ? failed(ref)
                        : located(ref, state.nowMs() + ttls.get(ref) * 1000, known));
    }
}
