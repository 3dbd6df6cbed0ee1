// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.message.Header;

/**
 * The challenges that each target has given, kept so that the next request there goes out with
 * credentials at once. Bounded; the least recently used go first.
 */
public final class Nonces {
    private static final int MAX = 64;

    private final Supplier<LineConfig> config;
    private final Supplier<String> cnonces;
    private final Map<Place, Used> known = new LinkedHashMap<>(16, 0.75f, true);

    public Nonces(Supplier<LineConfig> config, Supplier<String> cnonces) {
        this.config = config;
        this.cnonces = cnonces;
    }

    /** Credentials for a request to a target: one header for each realm that has challenged. */
    List<Header> credentials(Target target, String method, String uri) {
        List<Header> headers = new ArrayList<>();
        LineConfig line = config.get();
        for (Map.Entry<Place, Used> each : known.entrySet()) {
            if (each.getKey().target().equals(target)) {
                headers.add(
                        Answer.to(
                                each.getValue().challenge,
                                line.digestUser(),
                                line.password().reveal(),
                                method,
                                uri,
                                ++each.getValue().count,
                                cnonces.get()));
            }
        }
        return headers;
    }

    /** What a REGISTER says before anybody has asked: who it is, if that is configured. */
    List<Header> unasked(String uri) {
        LineConfig line = config.get();
        return line.initialAuth() ? List.of(Answer.unasked(line.digestUser(), uri)) : List.of();
    }

    void keep(Target target, Challenge challenge) {
        known.put(place(target, challenge), new Used(challenge));
        if (known.size() > MAX) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** What {@link #credentials} tries now. */
    Set<Challenge.Trial> inUse(Target target) {
        Set<Challenge.Trial> trials = new HashSet<>();
        known.forEach(
                (place, used) -> {
                    if (place.target().equals(target)) {
                        trials.add(used.challenge.trial());
                    }
                });
        return trials;
    }

    void forget(Target target, Challenge challenge) {
        known.remove(place(target, challenge));
    }

    private static Place place(Target target, Challenge challenge) {
        return new Place(target, challenge.proxy(), challenge.realm());
    }

    private record Place(Target target, boolean proxy, String realm) {}

    private static final class Used {
        private final Challenge challenge;
        private int count;

        Used(Challenge challenge) {
            this.challenge = challenge;
        }
    }
}
